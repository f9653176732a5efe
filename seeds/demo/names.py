"""Made-up people of the demo: first name, last name, goal, year of birth."""

from __future__ import annotations

PEOPLE = (
    ("Marcus", "Adeyemi", "Lower strength", 1992), ("Priya", "Raman", "Return to lifting", 1988),
    ("Jonas", "Weber", "Hypertrophy", 1995), ("Ines", "Carvalho", "First pull-up", 1990),
    ("Yuki", "Tanaka", "Marathon base", 1985), ("Tom", "Baker", "Powerbuilding", 1979),
    ("Sofia", "Marino", "Postnatal core", 1991), ("Daniel", "Okafor", "Fat loss", 1983),
    ("Elif", "Hassan", "Mobility and strength", 1996), ("Rory", "Nolan", "Off-season rugby", 2001),
    ("Aino", "Korhonen", "Fat loss", 1987), ("Hugo", "Lefèvre", "Triathlon", 1993),
    ("Lea", "Brandt", "Bouldering", 1998), ("Kemal", "Aydın", "Back pain, stronger", 1974),
    ("Mia", "Novak", "First 10 k", 1999), ("Clara", "Duarte", "General fitness", 1981),
    ("Nils", "Rydberg", "Ski season", 1977), ("Zofia", "Wójcik", "Strength basics", 1994),
    ("Amara", "Diallo", "Sprint speed", 2003), ("George", "Papadakis", "Heart health", 1962),
    ("Freya", "Lindholm", "Post-rehab knee", 1989), ("Omar", "Farouk", "Muscle gain", 1997),
    ("Isla", "McKenzie", "Hill running", 1986), ("Tobi", "Adeyemi", "Football conditioning", 2011),
    ("Hana", "Kim", "Olympic lifting", 1995), ("Bram", "de Vries", "Cycling power", 1980),
    ("Noor", "Rahman", "Strong for life", 1971), ("Ewa", "Zielińska", "Mobility", 1984),
    ("Callum", "Reid", "Bench 140", 1990), ("Leila", "Benali", "Prenatal fitness", 1993),
    ("Anton", "Keller", "Desk posture", 1982), ("Ruth", "Goldberg", "Bone density", 1958),
    ("Dev", "Patel", "Fat loss", 1991), ("Maja", "Horvat", "Handstand", 2000),
    ("Theo", "Vasseur", "Rowing 2 k", 1988), ("Grace", "Mbeki", "General fitness", 1976),
    ("Finn", "O’Brien", "Return after surgery", 1969), ("Alba", "Serrano", "Pull-ups", 1998),
    ("Kenji", "Mori", "Kettlebells", 1983), ("Wiebke", "Janssen", "Half marathon", 1987),
    ("Luca", "Ferrari", "Muscle gain", 2000), ("Siân", "Powell", "Strength basics", 1992),
    ("Pavel", "Dvořák", "Fat loss", 1978), ("Adaeze", "Obi", "Netball season", 1999),
    ("Marta", "Ilves", "Back pain, stronger", 1965), ("Joel", "Sandberg", "Calisthenics", 1996),
)  # fmt: skip
HEALTH = {
    "Priya": "Left shoulder: no overhead pressing above 20 kg until March.",
    "Marcus": "Left knee: box squat above parallel, no lunges under load.",
    "Kemal": "Disc L4/L5 in 2021. Hinge pattern light, brace first.",
    "Freya": "ACL repair 2025, cleared for running in straight lines.",
    "George": "Takes beta blockers: train by RPE, not by heart rate.",
    "Leila": "Second trimester: no supine work over two minutes.",
}
NOTES = {
    "Marcus": "Prefers kilograms and short cues.",
    "Tom": "Early bird. Always five minutes before time.",
    "Yuki": "Trains online from Osaka every second month.",
    "Ruth": "Likes to know why. Bring the chart.",
}
