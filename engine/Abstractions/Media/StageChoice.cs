using System.Collections.Immutable;

namespace Sluice.Abstractions;

/// <summary>Which stages a source has chosen frames for before decoding, and which of them a frame is for.</summary>
/// <param name="Stages">Ids of the stages, at most 64, the same for all frames of a source; default where nothing was chosen.</param>
/// <param name="Wanted">A bit for each stage, the first in the lowest.</param>
internal readonly record struct StageChoice(ImmutableArray<string> Stages, ulong Wanted)
{
    /// <summary>Most stages a source can choose for.</summary>
    public const int MostStages = 64;

    /// <summary>Whether the frame is for a stage; null where the stage has to choose by itself.</summary>
    /// <param name="stage">The stage's id.</param>
    public bool? For(string stage)
    {
        if (Stages.IsDefaultOrEmpty) return null;
        for (var i = 0; i < Stages.Length; i++)
            if (string.Equals(Stages[i], stage, StringComparison.Ordinal)) return (Wanted >> i & 1) != 0;
        return null;
    }
}
