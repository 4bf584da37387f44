"""Names of target classes as figures, layers and the page print them, without an article."""

CLASS_LABELS = {
    "airliner": "airliner", "bomber": "bomber", "su-30": "Su-30 class", "f-16": "F-16 class", "f-35": "F-35 class",
    "cruise-missile": "cruise missile", "stealthy-cruise": "stealthy cruise missile",
    "male-uav": "medium-altitude UAV", "one-way-drone": "one-way drone", "quadcopter": "quadcopter",
    "ballistic": "ballistic missile", "decoy": "decoy",
    "anti-radiation": "missile that homes on a radar",
}


def class_label(target: str) -> str:
    """A target class as a label; a class that the table does not know keeps its own words.

    Examples
    --------
    >>> class_label("f-16"), class_label("male-uav"), class_label("tow-plane")
    ('F-16 class', 'medium-altitude UAV', 'tow plane')
    """
    return CLASS_LABELS.get(target, target.replace("-", " "))
