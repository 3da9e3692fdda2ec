using System.Collections.Immutable;
using Sluice.Core.Stages.Keyframes;
using static Sluice.Core.Telemetry.Metric;

namespace Sluice.Core.Telemetry;

/// <summary>Metrics of <c>keyframes</c> stages.</summary>
internal static class KeyframeFamilies
{
    public static ImmutableArray<Metric> All { get; } =
    [
        Counter("sluice_keyframe_outcomes_total", "{frame}", "Frames offered to a keyframes stage whose fate is settled, by what became of them.", ["stage", "outcome"], static (s, to) =>
        {
            foreach (var stage in s.Stages)
            {
                if (stage.Keyframes is not { } counts) continue;
                foreach (var (outcome, count) in counts.Outcomes)
                    if (outcome != SelectionOutcome.Candidate) to.Add(count, stage.Id, SnakeCase.Of(outcome));
            }
        }),
        Gauge("sluice_keyframe_candidates", "{frame}", "Frames that may yet be chosen.", ["stage"], static (s, to) =>
        {
            foreach (var stage in s.Stages)
                if (stage.Keyframes is { } counts) to.Add(counts.Outcomes.GetValueOrDefault(SelectionOutcome.Candidate), stage.Id);
        }),
        Counter("sluice_keyframe_episodes_total", "{episode}", "Episodes of collection rules; the reason is the rule's name, the result fired or suppressed by its rate.", ["stage", "reason", "result"], static (s, to) =>
        {
            foreach (var stage in s.Stages)
            {
                if (stage.Keyframes is not { } counts) continue;
                foreach (var (name, rule) in counts.Rules)
                {
                    to.Add(rule.Fired, stage.Id, name, "fired");
                    to.Add(rule.Suppressed, stage.Id, name, "suppressed");
                }
            }
        }),
        Counter("sluice_keyframe_frozen_total", "{event}", "How often a source began to repeat one picture bit for bit.", ["stage"], static (s, to) =>
        {
            foreach (var stage in s.Stages)
                if (stage.Keyframes is { } counts) to.Add(counts.Frozen, stage.Id);
        }),
    ];
}
