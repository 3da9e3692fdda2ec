using System.Collections.Immutable;
using Sluice.Core.Stages.Flow;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>What a graph leaves to a source, because it knows before decoding what becomes of the frames.</summary>
public sealed record Pushdown
{
    /// <summary>The stages whose choice among the frames is made before decoding: all that need pictures. Empty where all frames are decoded.</summary>
    public ImmutableArray<PushedChoice> Choices { get; init; } = [];

    /// <summary>Whether frames that no stage chose go on all the same, without picture: somebody counts them or predicts over them.</summary>
    public bool HandsOnOthers { get; init; }

    /// <summary>Where the codec's loop filter may be left out.</summary>
    public LoopFilterSkip LoopFilter { get; init; }

    /// <summary>Models that are all that looks at the pictures, so that pictures need not be larger than they take; empty where the size matters.</summary>
    public ImmutableArray<string> Models { get; init; } = [];

    /// <summary>Tells what the models take, once they are loaded: the largest width and height; null for nothing known.</summary>
    public Func<ImmutableArray<string>, (int Width, int Height)?>? SizeOf { get; init; }

    /// <summary>The ids of the stages in <see cref="Choices"/>.</summary>
    public ImmutableArray<string> Stages => [.. Choices.Select(static choice => choice.Stage)];

    /// <summary>Makes the samplers.</summary>
    /// <param name="timestampFrequency">Ticks a second of monotonic times.</param>
    internal StageSamplers SamplersOf(long timestampFrequency)
        => new([.. Choices.Select(choice => SampleFactory.SamplerOf(choice.Options, timestampFrequency))]);
}
