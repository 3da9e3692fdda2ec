using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.Keeping;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>Makes <c>keyframes</c> stages.</summary>
public sealed class KeyframeFactory : StageFactory<KeyframeOptions>
{
    /// <inheritdoc/>
    public override string Use => "keyframes";

    /// <inheritdoc/>
    public override string Summary => "Chooses the few frames worth keeping: diverse, under a budget, decided at the end of each period.";

    /// <inheritdoc/>
    public override bool Parallel => true;

    /// <inheritdoc/>
    protected override StreamContent Gives(StreamContent input, KeyframeOptions options) => input | StreamContent.Keyframes;

    /// <inheritdoc/>
    protected override IEnumerable<(string Key, string Message)> Check(KeyframeOptions options)
    {
        for (var i = 0; i < options.Triggers.Count; i++)
            foreach (var (key, message) in options.Triggers[i].Check()) yield return ($"triggers[{i}].{key}", message);
        foreach (var fault in KeyframeKeeping.Faults(options.Archive)) yield return fault;
        var budget = options.Budget;
        if (options.Commit is { } commit)
        {
            if (budget.Rate.Period is not { } period) yield return ("commit", "is for a budget that begins anew, such as 60/h.");
            else if (budget.Share == BudgetShare.Global) yield return ("commit", "is for a budget of each source: what all share is dealt out at the period's end.");
            else if (commit >= period) yield return ("commit", $"is {commit.TotalSeconds:0.###} s, and a period of the budget {period.TotalSeconds:0} s: write a part of that, or leave it out.");
        }

        if (budget.Floor is not { } floor) yield break;
        if (budget.Share != BudgetShare.Global) yield return ("budget.floor", "is for a budget that all sources share: add 'share: global'.");
        else if (floor.Period != budget.Rate.Period || floor.Count > budget.Rate.Count)
            yield return ("budget.floor", $"is {floor}: write a part of the rate, such as {new Budget(Math.Max(1, budget.Rate.Count / 60), budget.Rate.Period)}.");
    }

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, KeyframeOptions options)
        => new KeyframeStage(options, context);
}
