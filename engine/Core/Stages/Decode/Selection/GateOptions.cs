using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>A source's <c>gate</c>: <c>gate: activity</c>, or a mapping.</summary>
public sealed record GateOptions
{
    /// <summary>What decides.</summary>
    [Description("What decides.")]
    public GateKind Use { get; init; } = GateKind.Activity;

    /// <summary>While nothing happens, an intra frame is decoded at least this often.</summary>
    [Description("While nothing happens, an intra frame is decoded at least this often, as far as the stream has them."), Range(0.1, 3600)]
    public TimeSpan Floor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long everything is decoded after the last sign of activity.</summary>
    [Description("How long everything is decoded after the last sign of activity."), Range(0, 600)]
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How much of the stream before the first sign of activity is decoded too.</summary>
    [Description("How much of the stream before the first sign of activity is decoded too, from the intra frame before it on."), Range(0, 60)]
    public TimeSpan Pre { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How little counts as activity.</summary>
    [Description("How little counts as activity: 1 is the measured default, 2 opens at half of it."), Range(0.05, 20)]
    public double Sensitivity { get; init; } = 1;

    /// <summary>Most compressed bytes kept for the past.</summary>
    [Description("Most compressed bytes kept; a stream with more between two intra frames is decoded along."), Range(65536, 1073741824)]
    public ByteSize Memory { get; init; } = new(16 << 20);
}
