using System.ComponentModel;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>Whose budget it is.</summary>
public enum BudgetShare
{
    /// <summary>Each source has it for itself.</summary>
    [Description("Each source has it for itself.")]
    Source,

    /// <summary>All sources share it.</summary>
    [Description("All sources share it: it goes where it shows the most.")]
    Global,
}
