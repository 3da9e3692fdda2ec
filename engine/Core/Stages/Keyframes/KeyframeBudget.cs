using System.ComponentModel;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>How many frames may be kept.</summary>
public sealed record KeyframeBudget
{
    /// <summary>How many.</summary>
    [Description("How many frames to keep: a rate such as 60/h, or a count for the whole input.")]
    public Budget Rate { get; init; } = new(60, TimeSpan.FromHours(1));

    /// <summary>Whose budget it is.</summary>
    [Description("Whether each source has it, or all together.")]
    public BudgetShare Share { get; init; }

    /// <summary>What each source has for sure of a budget for all.</summary>
    [Description("What each source has for sure of a budget for all together; in the same unit as the rate.")]
    public Budget? Floor { get; init; }
}
