namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>All that can be worked out once for pictures of one kind: taps, weights, colour conversion, placement.</summary>
internal sealed class ResamplePlan
{
    /// <summary>Works it out.</summary>
    /// <param name="kind">The pictures it is for.</param>
    /// <param name="layout">The model's input.</param>
    public ResamplePlan(PictureKind kind, InputLayout layout)
    {
        Kind = kind;
        Turned = kind.Rotation is 90 or 270;
        Placement = Turned ? Placement.Of(kind.Height, kind.Width, layout) : Placement.Of(kind.Width, kind.Height, layout);
        var (lines, pairs) = Turned ? (Placement.Width, Placement.Height) : (Placement.Height, Placement.Width);

        // Turned clockwise by 90 degrees the last coded row is the first displayed column; by 270 the last coded column the first row.
        Lines = ResampleAxis.Of(kind.Height, lines, kind.Rotation is 90 or 180);
        var across = ResampleAxis.Of(kind.Width, pairs, kind.Rotation is 180 or 270);
        (Starts, Weights) = (across.PairStarts(), across.PairWeights());

        Colors = YuvCoefficients.Of(kind.Range, kind.Matrix);
    }

    /// <summary>The pictures it is for.</summary>
    public PictureKind Kind { get; }

    /// <summary>Where they go.</summary>
    public Placement Placement { get; }

    /// <summary>Whether a coded row becomes a displayed column.</summary>
    public bool Turned { get; }

    /// <summary>Coded rows to blend, one entry a displayed row, or column when turned.</summary>
    public ResampleAxis Lines { get; }

    /// <summary>Where the pairs of a blended row start.</summary>
    public uint[] Starts { get; }

    /// <summary>Their weights.</summary>
    public short[] Weights { get; }

    /// <summary>From YUV to RGB.</summary>
    public YuvCoefficients Colors { get; }
}
