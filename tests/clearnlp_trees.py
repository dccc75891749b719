"""Sentences as en_core_web_sm parses them, and as Universal Dependencies has them."""

from __future__ import annotations

# A word is form/part of speech/relation/head (from 1, 0 for the root), and its features where they matter. The ClearNLP
# lines are what en_core_web_sm says; the lines below them are what an annotator of the English Web Treebank would say.
CONSTRUCTIONS = {
    "active": (
        "The/DET/det/2 army/NOUN/nsubj/3 shelled/VERB/ROOT/0 the/DET/det/5 town/NOUN/dobj/3 ./PUNCT/punct/3",
        "2:det 3:nsubj 0:root 5:det 3:obj 3:punct",
    ),
    "passive with agent": (
        "Iran/PROPN/nsubjpass/3 was/AUX/auxpass/3 sanctioned/VERB/ROOT/0 by/ADP/agent/3 the/DET/det/6 EU/PROPN/pobj/4",
        "3:nsubj:pass 3:aux:pass 0:root 6:case 6:det 3:obl:agent",
    ),
    "preposition under a verb": (
        "Troops/NOUN/nsubj/2 marched/VERB/ROOT/0 into/ADP/prep/2 Kyiv/PROPN/pobj/3 on/ADP/prep/2 Monday/PROPN/pobj/5",
        "2:nsubj 0:root 4:case 2:obl 6:case 2:obl",
    ),
    "preposition under a noun": (
        "talks/NOUN/ROOT/0 with/ADP/prep/1 the/DET/det/4 minister/NOUN/pobj/2 of/ADP/prep/4 defence/NOUN/pobj/5",
        "0:root 4:case 4:det 1:nmod 6:case 4:nmod",
    ),
    "preposition under an adjective": (
        "He/PRON/nsubj/2 is/AUX/ROOT/0 responsible/ADJ/acomp/2 for/ADP/prep/3 Iran/PROPN/pobj/4",
        "3:nsubj 3:cop 0:root 5:case 3:obl",
    ),
    "noun predicate": (
        "He/PRON/nsubj/4 will/AUX/aux/4 not/PART/neg/4 be/AUX/ROOT/0 a/DET/det/6 winner/NOUN/attr/4 ./PUNCT/punct/4",
        "6:nsubj 6:aux 6:advmod 6:cop 6:det 0:root 6:punct",
    ),
    "adjective predicate, coordinated with a verb": (
        "He/PRON/nsubj/2 was/AUX/ROOT/0 ill/ADJ/acomp/2 and/CCONJ/cc/2 left/VERB/conj/2",
        "3:nsubj 3:cop 0:root 5:cc 3:conj",
    ),
    "prepositional predicate": (
        "He/PRON/nsubj/2 is/AUX/ROOT/0 in/ADP/prep/2 France/PROPN/pobj/3",
        "4:nsubj 4:cop 4:case 0:root",
    ),
    "adverbial predicate": (
        "He/PRON/nsubj/2 was/AUX/ROOT/0 there/ADV/advmod/2 yesterday/NOUN/npadvmod/2",
        "3:nsubj 3:cop 0:root 3:obl:unmarked",
    ),
    "predicate under a subordinator": (
        "It/PRON/nsubj/2 fell/VERB/ROOT/0 because/SCONJ/mark/5 it/PRON/nsubj/5 was/AUX/advcl/2 weak/ADJ/acomp/5",
        "2:nsubj 0:root 6:mark 6:nsubj 6:cop 2:advcl",
    ),
    "existential": (
        "There/PRON/expl/2 is/VERB/ROOT/0 a/DET/det/4 war/NOUN/attr/2 in/ADP/prep/4 Sudan/PROPN/pobj/5",
        "2:expl 0:root 4:det 2:nsubj 6:case 4:nmod",
    ),
    "clause as predicate": (
        "The/DET/det/2 point/NOUN/nsubj/3 is/AUX/ROOT/0 that/SCONJ/mark/6 he/PRON/nsubj/6 left/VERB/ccomp/3",
        "2:det 6:nsubj:outer 6:cop 6:mark 6:nsubj 0:root",
    ),
    "infinitive as predicate": (
        "The/DET/det/2 plan/NOUN/nsubj/3 is/AUX/ROOT/0 to/PART/aux/5 leave/VERB/xcomp/3",
        "2:det 5:nsubj:outer 5:cop 5:mark 0:root",
    ),
    "be to": (
        "He/PRON/nsubj/2 is/AUX/ROOT/0 to/PART/aux/4 visit/VERB/xcomp/2 China/PROPN/dobj/4",
        "4:nsubj 4:aux 4:mark 0:root 4:obj",
    ),
    "extraposed clause": (
        "It/PRON/nsubj/2 is/AUX/ROOT/0 clear/ADJ/acomp/2 that/SCONJ/mark/6 he/PRON/nsubj/6 lied/VERB/ccomp/2",
        "3:expl 3:cop 0:root 6:mark 6:nsubj 3:csubj",
    ),
    "copulas other than be": (
        "He/PRON/nsubj/2 became/VERB/ROOT/0 president/NOUN/attr/2 and/CCONJ/cc/2 seems/VERB/conj/2 happy/ADJ/oprd/5",
        "2:nsubj 0:root 2:xcomp 5:cc 2:conj 5:xcomp",
    ),
    "nouns coordinated": (
        "France/PROPN/nsubj/6 ,/PUNCT/punct/1 Italy/PROPN/conj/1 and/CCONJ/cc/3 Spain/PROPN/conj/3 signed/VERB/ROOT/0",
        "6:nsubj 3:punct 1:conj 5:cc 1:conj 0:root",
    ),
    "verbs coordinated": (
        "They/PRON/nsubj/2 met/VERB/ROOT/0 ,/PUNCT/punct/2 talked/VERB/conj/2 but/CCONJ/cc/4 disagreed/VERB/conj/4",
        "2:nsubj 0:root 4:punct 2:conj 6:cc 2:conj",
    ),
    "phrases coordinated": (
        "It/PRON/nsubj/2 ran/VERB/ROOT/0 in/ADP/prep/2 UK/PROPN/pobj/3 and/CCONJ/cc/3 in/ADP/conj/3 Mali/PROPN/pobj/6",
        "2:nsubj 0:root 4:case 2:obl 7:cc 7:case 4:conj",
    ),
    "prepositions coordinated": (
        "flights/NOUN/ROOT/0 to/ADP/prep/1 and/CCONJ/cc/2 from/ADP/conj/2 Tehran/PROPN/pobj/4",
        "0:root 5:case 4:cc 2:conj 1:nmod",
    ),
    "prepositions coordinated, the first with the object": (
        "troops/NOUN/ROOT/0 in/ADP/prep/1 and/CCONJ/cc/2 around/ADP/conj/2 Kyiv/PROPN/pobj/2",
        "0:root 5:case 4:cc 2:conj 1:nmod",
    ),
    "both and": (
        "both/CCONJ/preconj/2 Iran/PROPN/nsubj/5 and/CCONJ/cc/2 Iraq/PROPN/conj/2 agreed/VERB/ROOT/0",
        "2:cc:preconj 5:nsubj 4:cc 2:conj 0:root",
    ),
    "relative clause, passive": (
        "ships/NOUN/nsubj/6 which/PRON/nsubjpass/4 were/AUX/auxpass/4 seized/VERB/relcl/1 yesterday/NOUN/npadvmod/4 "
        "sank/VERB/ROOT/0",
        "6:nsubj 4:nsubj:pass 4:aux:pass 1:acl:relcl 4:obl:unmarked 0:root",
    ),
    "relative clause with a copula": (
        "the/DET/det/2 man/NOUN/ROOT/0 who/PRON/nsubj/4 was/AUX/relcl/2 in/ADP/prep/4 charge/NOUN/pobj/5",
        "2:det 0:root 6:nsubj 6:cop 6:case 2:acl:relcl",
    ),
    "relative clause with a fronted preposition": (
        "the/DET/det/2 war/NOUN/ROOT/0 in/ADP/prep/6 which/PRON/pobj/3 he/PRON/nsubj/6 fought/VERB/relcl/2",
        "2:det 0:root 4:case 6:obl 6:nsubj 2:acl:relcl",
    ),
    "stranded preposition": (
        "the/DET/det/2 man/NOUN/ROOT/0 he/PRON/nsubj/4 spoke/VERB/relcl/2 to/ADP/prep/4",
        "2:det 0:root 4:nsubj 2:acl:relcl 4:obl",
    ),
    "infinitive of a noun drawn as a relative clause": (
        "a/DET/det/2 way/NOUN/ROOT/0 to/PART/aux/4 win/VERB/relcl/2",
        "2:det 0:root 4:mark 2:acl",
    ),
    "infinitive complement": (
        "Iran/PROPN/nsubj/2 threatened/VERB/ROOT/0 to/PART/aux/4 close/VERB/xcomp/2 the/DET/det/6 strait/NOUN/dobj/4",
        "2:nsubj 0:root 4:mark 2:xcomp 6:det 4:obj",
    ),
    "finite complement": (
        "He/PRON/nsubj/2 said/VERB/ROOT/0 that/SCONJ/mark/5 it/PRON/nsubj/5 ended/VERB/ccomp/2",
        "2:nsubj 0:root 5:mark 5:nsubj 2:ccomp",
    ),
    "subject raised to object": (
        "They/PRON/nsubj/2 want/VERB/ROOT/0 him/PRON/nsubj/5 to/PART/aux/5 leave/VERB/ccomp/2",
        "2:nsubj 0:root 2:obj 5:mark 2:xcomp",
    ),
    "subject raised to object, bare": (
        "They/PRON/nsubj/2 made/VERB/ROOT/0 him/PRON/nsubj/4 leave/VERB/ccomp/2/VerbForm=Inf",
        "2:nsubj 0:root 2:obj 2:xcomp",
    ),
    "subject raised to object, adjective": (
        "They/PRON/nsubj/2 found/VERB/ROOT/0 him/PRON/nsubj/4 guilty/ADJ/ccomp/2",
        "2:nsubj 0:root 2:obj 2:xcomp",
    ),
    "possessives": (
        "his/PRON/poss/2 wife/NOUN/poss/4 's/PART/case/2 brother/NOUN/ROOT/0",
        "2:nmod:poss 4:nmod:poss 2:case 0:root",
    ),
    "dative with a preposition": (
        "She/PRON/nsubj/2 gave/VERB/ROOT/0 arms/NOUN/dobj/2 to/ADP/dative/2 Syria/PROPN/pobj/4",
        "2:nsubj 0:root 2:obj 5:case 2:obl",
    ),
    "dative without": (
        "She/PRON/nsubj/2 gave/VERB/ROOT/0 Syria/PROPN/dative/2 arms/NOUN/dobj/2",
        "2:nsubj 0:root 2:iobj 2:obj",
    ),
    "told that": (
        "He/PRON/nsubj/2 told/VERB/ROOT/0 Iran/PROPN/dobj/2 that/SCONJ/mark/6 it/PRON/nsubj/6 lost/VERB/ccomp/2",
        "2:nsubj 0:root 2:iobj 6:mark 6:nsubj 2:ccomp",
    ),
    "urged to": (
        "He/PRON/nsubj/2 urged/VERB/ROOT/0 Iran/PROPN/dobj/2 to/PART/aux/5 stop/VERB/xcomp/2",
        "2:nsubj 0:root 2:iobj 5:mark 2:xcomp",
    ),
    "particle and negation": (
        "They/PRON/nsubj/4 did/AUX/aux/4 n't/PART/neg/4 give/VERB/ROOT/0 up/ADP/prt/4",
        "4:nsubj 4:aux 4:advmod 0:root 4:compound:prt",
    ),
    "apposition and title": (
        "Lavrov/PROPN/nsubj/6 ,/PUNCT/punct/1 the/DET/det/5 foreign/ADJ/amod/5 minister/NOUN/appos/1 left/VERB/ROOT/0",
        "6:nsubj 1:punct 5:det 5:amod 1:appos 0:root",
    ),
    "question with a noun": (
        "Who/PRON/attr/2 is/AUX/ROOT/0 the/DET/det/4 president/NOUN/nsubj/2 ?/PUNCT/punct/2",
        "0:root 1:cop 4:det 1:nsubj 1:punct",
    ),
    "question with an adverb": (
        "Where/SCONJ/advmod/2 is/AUX/ROOT/0 he/PRON/nsubj/2 ?/PUNCT/punct/2",
        "0:root 1:cop 1:nsubj 1:punct",
    ),
    "question with a stranded preposition": (
        "What/PRON/pobj/5 are/AUX/aux/4 you/PRON/nsubj/4 talking/VERB/ROOT/0 about/ADP/prep/4",
        "4:obl 4:aux 4:nsubj 0:root 1:case",
    ),
    "chained prepositions": (
        "He/PRON/nsubj/2 fired/VERB/ROOT/0 from/ADP/prep/2 behind/ADP/prep/3 the/DET/det/6 wall/NOUN/pobj/4",
        "2:nsubj 0:root 6:case 6:case 6:det 2:obl",
    ),
    "preposition with a modifier": (
        "He/PRON/nsubj/2 left/VERB/ROOT/0 shortly/ADV/advmod/4 after/ADP/prep/2 the/DET/det/6 coup/NOUN/pobj/4",
        "2:nsubj 0:root 6:advmod 6:case 6:det 2:obl",
    ),
    "gerund under a preposition": (
        "He/PRON/nsubjpass/3 was/AUX/auxpass/3 accused/VERB/ROOT/0 of/ADP/prep/3 killing/VERB/pcomp/4 men/NOUN/dobj/5",
        "3:nsubj:pass 3:aux:pass 0:root 5:mark 3:advcl 5:obj",
    ),
    "gerund under a noun": (
        "the/DET/det/2 cost/NOUN/ROOT/0 of/ADP/prep/2 rebuilding/VERB/pcomp/3 Gaza/PROPN/dobj/4",
        "2:det 0:root 4:mark 2:acl 4:obj",
    ),
    "gerund of a copula under a preposition": (
        "accused/VERB/ROOT/0 of/ADP/prep/1 being/AUX/pcomp/2 a/DET/det/5 spy/NOUN/attr/3",
        "0:root 5:mark 5:cop 5:det 1:advcl",
    ),
    "because of": (
        "He/PRON/nsubj/2 fled/VERB/ROOT/0 because/SCONJ/prep/2 of/ADP/pcomp/3 war/NOUN/pobj/3",
        "2:nsubj 0:root 5:case 3:fixed 2:obl",
    ),
    "according to": (
        "According/VERB/prep/4 to/ADP/prep/1 Reuters/PROPN/pobj/2 won/VERB/ROOT/0",
        "3:case 1:fixed 4:obl 0:root",
    ),
    "such as": (
        "cities/NOUN/ROOT/0 such/ADJ/amod/3 as/ADP/prep/1 Kyiv/PROPN/pobj/3",
        "0:root 4:case 2:fixed 1:nmod",
    ),
    "in order to": (
        "He/PRON/nsubj/2 lied/VERB/ROOT/0 in/ADP/prep/2 order/NOUN/pobj/3 to/PART/aux/6 win/VERB/acl/4",
        "2:nsubj 0:root 6:mark 3:fixed 6:mark 2:advcl",
    ),
    "number with quantmod": (
        "More/ADJ/amod/3 than/ADP/quantmod/3 20/NUM/nummod/4 people/NOUN/nsubj/5 died/VERB/ROOT/0",
        "3:advmod 1:fixed 4:nummod 5:nsubj 0:root",
    ),
    "number with at least": (
        "at/ADV/advmod/2 least/ADV/advmod/3 30/NUM/nummod/4 soldiers/NOUN/ROOT/0",
        "2:case 3:nmod 4:nummod 0:root",
    ),
    "money": (
        "about/ADV/quantmod/4 $/SYM/quantmod/4 5/NUM/compound/4 million/NUM/dobj/5 paid/VERB/ROOT/0",
        "2:advmod 5:obj 4:compound 2:nummod 0:root",
    ),
    "date": (
        "on/ADP/ROOT/0 July/PROPN/pobj/1 12/NUM/nummod/2 ,/PUNCT/punct/2 2004/NUM/nummod/2",
        "3:case 3:nmod:unmarked 0:root 3:punct 3:nmod:unmarked",
    ),
    "years ago": (
        "two/NUM/nummod/2 years/NOUN/npadvmod/3 ago/ADV/advmod/4 left/VERB/ROOT/0",
        "2:nummod 3:obl:unmarked 4:advmod 0:root",
    ),
    "predeterminer": (
        "all/DET/predet/3 the/DET/det/3 men/NOUN/ROOT/0",
        "3:det:predet 3:det 0:root",
    ),
    "two sentences in one": (
        "He/PRON/nsubj/2 came/VERB/ccomp/5 ;/PUNCT/punct/5 she/PRON/nsubj/5 left/VERB/ROOT/0",
        "2:nsubj 0:root 5:punct 5:nsubj 2:parataxis",
    ),
}
