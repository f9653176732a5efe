"""The first version. Frozen: a change of words that changes what is asked is a new version."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.clients.questionnaire.shape import FollowUp, Question, Questionnaire

VERSION_1 = Questionnaire(
    version=1,
    questions=(
        Question(
            "heart",
            _("Has a doctor ever told you that you have a heart condition or high blood pressure?"),
            flag=_("Heart or blood pressure"),
            follow_ups=(
                FollowUp(
                    "heart_untreated",
                    _("Is it hard to keep under control, even with medication?"),
                    asks_doctor=True,
                    flag=_("Heart or blood pressure not under control"),
                ),
                FollowUp(
                    "heart_event",
                    _(
                        "In the last twelve months: a heart attack, heart surgery, or an irregular beat that was treated?"
                    ),
                    asks_doctor=True,
                    flag=_("Heart event within the year"),
                ),
                FollowUp(
                    "heart_pressure",
                    _("Was your resting blood pressure 160/90 or higher when it was last measured?"),
                    asks_doctor=True,
                    flag=_("Resting blood pressure 160/90 or higher"),
                ),
                FollowUp("heart_words", _("Anything we should know about it?"), kind="text"),
            ),
        ),
        Question(
            "chest_pain",
            _("Do you feel pain or pressure in your chest, at rest, in daily life or when you exert yourself?"),
            flag=_("Chest pain"),
            asks_doctor=True,
        ),
        Question(
            "dizziness",
            _("In the last twelve months, have you lost your balance from dizziness, or lost consciousness?"),
            flag=_("Dizziness or loss of consciousness"),
            follow_ups=(
                FollowUp(
                    "dizziness_unexplained",
                    _("Did it happen for no clear reason, other than breathing too fast during hard exercise?"),
                    asks_doctor=True,
                    flag=_("Fainting or dizziness without a clear reason"),
                ),
            ),
        ),
        Question(
            "condition",
            _("Do you live with another lasting condition, such as diabetes, asthma, epilepsy, cancer or a stroke?"),
            flag=_("Lasting condition"),
            follow_ups=(
                FollowUp("condition_words", _("Which one?"), kind="text"),
                FollowUp(
                    "condition_unstable",
                    _("Has it become worse, or needed hospital care, in the last six months?"),
                    asks_doctor=True,
                    flag=_("Condition worse within six months"),
                ),
                FollowUp(
                    "condition_exertion",
                    _("Do low blood sugar, breathlessness or seizures come with effort?"),
                    asks_doctor=True,
                    flag=_("Symptoms with effort"),
                ),
            ),
        ),
        Question(
            "medication",
            _("Do you take prescribed medication for a lasting condition?"),
            flag=_("Prescribed medication"),
            follow_ups=(
                FollowUp("medication_words", _("Which, and what for?"), kind="text"),
                FollowUp(
                    "medication_pulse",
                    _("Does it slow your pulse, such as beta blockers, or thin your blood?"),
                    flag=_("Pulse or blood changed by medication: train by effort, not by heart rate"),
                ),
            ),
        ),
        Question(
            "joints",
            _("Do you have a bone, joint, muscle or back problem that training could make worse?"),
            flag=_("Bones, joints or back"),
            follow_ups=(
                FollowUp("joints_words", _("Where, and which movements hurt?"), kind="text"),
                FollowUp(
                    "joints_recent",
                    _("Was there a fracture, a tear or surgery in the last three months?"),
                    asks_doctor=True,
                    flag=_("Fracture, tear or surgery within three months"),
                ),
                FollowUp(
                    "joints_numb",
                    _("Do you have numbness, weakness in a leg or arm, or trouble holding water with it?"),
                    asks_doctor=True,
                    flag=_("Numbness or weakness"),
                ),
            ),
        ),
        Question(
            "pregnancy",
            _("Are you pregnant, or did you give birth in the last six months?"),
            flag=_("Pregnant or postnatal"),
            follow_ups=(
                FollowUp(
                    "pregnancy_warned",
                    _("Has a midwife or doctor told you to be careful with exercise?"),
                    asks_doctor=True,
                    flag=_("Careful with exercise, by midwife or doctor"),
                ),
            ),
        ),
        Question(
            "supervised",
            _("Has a doctor ever said that you should only exercise under medical supervision?"),
            flag=_("Exercise only under medical supervision"),
            asks_doctor=True,
        ),
    ),
)
