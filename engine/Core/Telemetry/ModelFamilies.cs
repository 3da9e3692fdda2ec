using System.Collections.Immutable;
using static Sluice.Core.Telemetry.Metric;

namespace Sluice.Core.Telemetry;

/// <summary>Metrics of the models that are loaded. How long they take is their stages' <c>sluice_stage_exec_seconds</c>.</summary>
internal static class ModelFamilies
{
    public static ImmutableArray<Metric> All { get; } =
    [
        Gauge("sluice_model_info", "1", "A loaded model: its family and the SHA-256 of its file.", ["model", "family", "sha256"], static (s, to) =>
        {
            foreach (var model in s.Models) to.Add(1, model.Id, model.FamilyName, model.Sha256);
        }),
        Counter("sluice_model_renewals_total", "{session}", "How often a model's session was replaced because a run failed.", ["model"], static (s, to) =>
        {
            foreach (var model in s.Models) to.Add(model.Renewals, model.Id);
        }),
    ];
}
