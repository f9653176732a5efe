"""The pages of what happens during and after the hour."""

from __future__ import annotations

from django.urls import path

from apps.sessions.views import acts, feedback, feedback_link, log, tasks

LOG = "sessions/<uuid:pk>/log/"

urlpatterns = [
    path(LOG, log.LogView.as_view(), name="session_log"),
    path(f"{LOG}operations/", log.OperationsView.as_view(), name="session_log_operations"),
    path(f"{LOG}sets/", log.SetsView.as_view(), name="session_log_sets"),
    path(f"{LOG}exercises/", log.ExercisesView.as_view(), name="session_log_exercises"),
    path(f"{LOG}restoration/", log.RestorationView.as_view(), name="session_log_restoration"),
    path(f"{LOG}observations/", log.ObservationsView.as_view(), name="session_log_observations"),
    path("sessions/<uuid:pk>/feedback/", feedback.FeedbackView.as_view(), name="session_feedback"),
    path("feedback/<str:token>/", feedback_link.FeedbackLinkView.as_view(), name="session_feedback_link"),
    path("sessions/<uuid:pk>/reopening/", acts.ReopeningView.as_view(), name="session_reopening"),
    path("tasks/", tasks.TasksView.as_view(), name="tasks"),
    path("tasks/add/", tasks.AddTaskView.as_view(), name="task_add"),
    path("tasks/of-client/<uuid:pk>/", tasks.ClientTasksView.as_view(), name="client_tasks_panel"),
    path("tasks/<uuid:task>/", tasks.TaskView.as_view(), name="task"),
    path("tasks/<uuid:task>/completion/", tasks.CompletionView.as_view(), name="task_completion"),
    path("tasks/<uuid:task>/reopening/", tasks.ReopeningView.as_view(), name="task_reopening"),
    path("tasks/<uuid:task>/deletion/", tasks.DeletionView.as_view(), name="task_deletion"),
    path("tasks/<uuid:task>/restoration/", tasks.RestorationView.as_view(), name="task_restoration"),
]
