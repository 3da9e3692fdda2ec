using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>
/// All that can be worked out once for one area of pictures of one kind: taps, weights, colour conversion, placement. May be set again for
/// another area, which allocates only if its tables outgrew the memory.
/// </summary>
internal sealed class ResamplePlan
{
    /// <summary>The pictures it is for.</summary>
    public PictureKind Kind { get; private set; }

    /// <summary>The part of the displayed frame it is for.</summary>
    public PictureArea Area { get; private set; }

    /// <summary>Where that goes.</summary>
    public Placement Placement { get; private set; }

    /// <summary>Coded rows to blend, one entry a displayed row, or column when turned.</summary>
    public ResampleAxis Lines { get; } = new();

    /// <summary>Coded columns to blend, one entry a sample of a line.</summary>
    public ResampleAxis Across { get; } = new();

    /// <summary>Where a row's luma, or packed colours, are.</summary>
    public TapTable Luma { get; } = new();

    /// <summary>Where a row's chroma is.</summary>
    public TapTable Chroma { get; } = new();

    /// <summary>From YUV to RGB.</summary>
    public YuvFactors Factors { get; private set; }

    /// <summary>Whether pictures are rounded to levels.</summary>
    public bool RoundsLevels { get; private set; }

    /// <summary>The same as FFmpeg's scaler has it for pictures of this kind; null where they are converted exactly.</summary>
    public ScalerFactors? ScalerFactors { get; private set; }

    /// <summary>What reads and writes rows.</summary>
    public RowEngine Engine { get; private set; } = RowEngine.Portable;

    /// <summary>Works it out.</summary>
    /// <param name="kind">The pictures.</param>
    /// <param name="area">The part of the displayed frame.</param>
    /// <param name="layout">The model's input.</param>
    /// <param name="widest">The widest vectors to use.</param>
    public void Set(PictureKind kind, PictureArea area, InputLayout layout, RowEngine widest)
    {
        (Kind, Area) = (kind, area);
        var whole = kind.Whole;
        Placement = Placement.Of(area, whole.Width, whole.Height, layout);
        var (lines, across) = kind.Turned ? (Placement.Width, Placement.Height) : (Placement.Height, Placement.Width);

        // Turned clockwise by 90 degrees the last coded row is the first displayed column; by 270 the last coded column the first row.
        var coded = kind.Coded(area);
        Lines.Set(coded.Y, coded.Height, lines, kind.Rotation is 90 or 180);
        Across.Set(coded.X, coded.Width, across, kind.Rotation is 180 or 270);
        Factors = YuvFactors.Of(kind);
        // Only subsampled 8-bit YUV; the scaler converts everything else more carefully.
        RoundsLevels = layout.Rounding == InputRounding.Levels;
        var scaled = RoundsLevels && kind.Format is (PixelFormat.Yuv420P or PixelFormat.Yuv422P or PixelFormat.Nv12);
        ScalerFactors = scaled ? Preprocessing.ScalerFactors.Of(kind.Range, kind.Matrix) : null;
        for (Engine = widest; !TrySetTables(layout); Engine = Engine.Narrower)
        {
        }
    }

    private bool TrySetTables(InputLayout layout)
    {
        Luma.Set(Across, PlaneSampling.Luma(Kind.Format), Kind.Width, Engine.Lanes, Engine.WindowBytes);
        if (Luma.Windows > Engine.MostWindows) return false;
        if (layout.Channels == 1 || PlaneSampling.Chroma(Kind.Format) is not { } chroma) return true;
        Chroma.Set(Across, chroma, Kind.Width, Engine.Lanes, Engine.WindowBytes);
        return Chroma.Windows <= Engine.MostWindows;
    }
}
