"""How the English model is made: from treebanks to the file the package ships. Needs the extra `training`."""
