using System.Collections.Immutable;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <summary>What of a source is not decoded, or not at full cost.</summary>
/// <param name="ChosenFor">Ids of the stages whose choice among the frames is made before decoding.</param>
/// <param name="LoopFilter">Where the codec's loop filter is left out.</param>
/// <param name="Halvings">How often width and height are halved in the decoder.</param>
/// <param name="WithoutPicture">Frames handed on without picture.</param>
/// <param name="IdleClosings">How often the decoder was closed because there was nothing to decode for a while.</param>
public sealed record DecodingCounts(ImmutableArray<string> ChosenFor, LoopFilterSkip LoopFilter, int Halvings, long WithoutPicture, long IdleClosings)
{
    /// <summary>Whether everything is decoded as it comes.</summary>
    internal bool IsNothing => ChosenFor.IsEmpty && LoopFilter == LoopFilterSkip.None && Halvings == 0 && WithoutPicture == 0 && IdleClosings == 0;

    /// <summary>Adds the counts of two runs of a source; of the rest the latter holds.</summary>
    internal static DecodingCounts? Sum(DecodingCounts? one, DecodingCounts? other) => one == null || other == null
        ? other ?? one
        : other with { WithoutPicture = one.WithoutPicture + other.WithoutPicture, IdleClosings = one.IdleClosings + other.IdleClosings };
}
