"""What the demo's sessions are about."""

from __future__ import annotations

PLANS = (
    "Lower strength, day A",
    "Lower strength, day B",
    "Upper strength",
    "Full body",
    "Pull and carry",
    "Intervals on the bike",
    "Technique: squat and hinge",
    "Bench and rows",
    "Mobility and core",
    "Sled and sprints",
)
GROUPS = ("Morning strength", "Engine builder", "Mobility", "Barbell club")
ROOMS = ("Main floor", "Platform 2", "Turf", "Studio")
NOTES = (
    "Moved well. Add 2.5 kg next time.",
    "Tired from work, kept to RPE 7.",
    "New best on the last set.",
    "Knee quiet, depth better than last week.",
    "Short on sleep: fewer sets, same load.",
    "Asked for more pulling work.",
    "Good pace, breathing calm by the third round.",
    "",
    "",
)
REASONS = ("Flu", "Work trip", "Overslept", "Child is ill", "Train strike")
