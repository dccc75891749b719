"""Rows of GDELT made for the project, in the form and with the oddities of the real files."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kgraph.sources.gdelt_files import EVENT_COLUMNS, LAYOUTS, MENTION_COLUMNS

_ACTORS: Final = {
    "RUS": ("RUS", "RUSSIA", "RUS", "", ""),
    "RUSGOV": ("RUSGOV", "KREMLIN", "RUS", "", "GOV"),
    "RUSMIL": ("RUSMIL", "RUSSIAN ARMY", "RUS", "", "MIL"),
    "RUSMED": ("RUSMED", "RUSSIAN MEDIA", "RUS", "", "MED"),
    "CHN": ("CHN", "BEIJING", "CHN", "", ""),
    "UKR": ("UKR", "UKRAINE", "UKR", "", ""),
    "USA": ("USA", "UNITED STATES", "USA", "", ""),
    "PSEHMS": ("PSEHMS", "HAMAS", "PSE", "HMS", ""),
    "ISR": ("ISR", "ISRAEL", "ISR", "", ""),
    "IGOEUREEC": ("IGOEUREEC", "THE EU", "EUR", "EEC", "IGO"),
    "AFR": ("AFR", "AFRICA", "AFR", "", ""),
    "COP": ("COP", "POLICE", "", "", "COP"),
    "": ("", "", "", "", ""),
}
COUNTRY: Final = 61


def event(
    event_id: int | str,
    first: str,
    second: str,
    code: str,
    *,
    day: str = "20191024",
    added: str = "20191024143000",
    url: str = "https://example.org/a",
    columns: int = 61,
    **cells: str,
) -> str:
    """One row of events, tab-separated; `cells` sets any column by its name."""
    row = dict.fromkeys(EVENT_COLUMNS, "")
    for number, actor in ((1, first), (2, second)):
        values = _ACTORS[actor]
        names = ("Code", "Name", "CountryCode", "KnownGroupCode", "Type1Code")
        row |= {f"Actor{number}{name}": value for name, value in zip(names, values, strict=True)}
    row |= {
        "GLOBALEVENTID": str(event_id),
        "SQLDATE": day,
        "MonthYear": day[:6],
        "Year": day[:4],
        "FractionDate": f"{day[:4]}.8082",
        "IsRootEvent": "1",
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": code[:2],
        "QuadClass": "1",
        "GoldsteinScale": "1.9",
        "NumMentions": "4",
        "NumSources": "1",
        "NumArticles": "4",
        "AvgTone": "-2.12314225053078",
        "ActionGeo_Type": "4",
        "ActionGeo_FullName": "Moscow, Moskva, Russia",
        "ActionGeo_CountryCode": "RS",
        "ActionGeo_ADM1Code": "RS48",
        "ActionGeo_Lat": "55.7522",
        "ActionGeo_Long": "37.6156",
        "ActionGeo_FeatureID": "-2960561",
        "DATEADDED": added if columns == COUNTRY else added[:8],
        "SOURCEURL": url,
    }
    row |= cells
    return "\t".join(row[name] for name in LAYOUTS[columns])


def mention(event_id: int | str, outlet: str, confidence: str) -> str:
    """One row of mentions."""
    row = dict.fromkeys(MENTION_COLUMNS, "1")
    row |= {"GLOBALEVENTID": str(event_id), "MentionSourceName": outlet, "Confidence": confidence}
    return "\t".join(row[name] for name in MENTION_COLUMNS)


def write(path: Path, *rows: str, encoding: str = "utf-8") -> Path:
    """A file of these rows."""
    path.write_bytes("".join(f"{row}\n" for row in rows).encode(encoding))
    return path
