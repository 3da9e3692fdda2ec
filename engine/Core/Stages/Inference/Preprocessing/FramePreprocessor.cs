using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>
/// Turns decoded pictures into a model's input in one pass, two coded rows at a time: they are converted to RGB, blended, neighbouring
/// samples of the result are blended, normalised and written to their planes. Nothing but rows is ever held, and nothing is allocated once
/// every kind of picture was seen. One thread at a time.
/// </summary>
/// <remarks>The same as FFmpeg's scaler to RGB at full size followed by OpenCV's bilinear resize; 8-bit levels
/// differ from those by one at most.</remarks>
/// <param name="layout">The model's input.</param>
internal sealed class FramePreprocessor(InputLayout layout)
{
    // A graph sees a handful of kinds; a stream that changes its size for ever must not fill the memory.
    private const int MostPlans = 64;

    // Columns written at once when rows become columns: one cache line of floats.
    private const int TileColumns = 16;

    private readonly Dictionary<PictureKind, ResamplePlan> _plans = [];
    private ResamplePlan? _last;
    private readonly ColorRow _rowA = new();
    private readonly ColorRow _rowB = new();
    private short[] _line = [];
    private int[] _pairs = [];
    private float[] _tile = [];

    /// <summary>The model's input.</summary>
    public InputLayout Layout => layout;

    /// <summary>Writes one image of the input.</summary>
    /// <param name="picture">In host memory; any format but <see cref="PixelFormat.Other"/>.</param>
    /// <param name="rotation">Degrees to turn it clockwise for display: 0, 90, 180 or 270.</param>
    /// <param name="target">One image: <see cref="InputLayout.Length"/> elements.</param>
    /// <param name="bordered">The plan whose border <paramref name="target"/> holds already, null for none; set to the plan used.</param>
    /// <returns>Where the frame lies in the input.</returns>
    /// <exception cref="ArgumentException">The target's length, the format, the memory or the rotation does not fit.</exception>
    public Placement Write(Picture picture, int rotation, Span<float> target, ref ResamplePlan? bordered)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (target.Length != layout.Length)
            throw new ArgumentException($"The target holds {target.Length} elements; one image takes {layout.Length}.", nameof(target));
        var plan = PlanFor(picture, rotation);
        if (!ReferenceEquals(plan, bordered))
        {
            FillBorder(target);
            bordered = plan;
        }

        _rowA.Clear();
        _rowB.Clear();
        if (plan.Turned) WriteTurned(picture, plan, target);
        else WriteUpright(picture, plan, target);
        return plan.Placement;
    }

    private ResamplePlan PlanFor(Picture picture, int rotation)
    {
        var kind = new PictureKind(picture.Width, picture.Height, rotation, picture.Format, picture.Range, picture.Matrix);
        if (_last?.Kind == kind) return _last;
        if (!_plans.TryGetValue(kind, out var plan))
        {
            if (picture.Memory != MemoryKind.Host || picture.Format == PixelFormat.Other)
                throw new ArgumentException(
                    $"A picture of format '{picture.FormatName}' in {picture.Memory} memory cannot be read here: convert it first.", nameof(picture));
            if (rotation is not (0 or 90 or 180 or 270))
                throw new ArgumentException($"A rotation of {rotation} degrees is none of 0, 90, 180, 270.", nameof(rotation));
            if (_plans.Count == MostPlans) _plans.Clear();
            _plans.Add(kind, plan = new(kind, layout));
        }

        Fit(plan);
        return _last = plan;
    }

    private void WriteUpright(Picture picture, ResamplePlan plan, Span<float> target)
    {
        var place = plan.Placement;
        var plane = layout.Width * layout.Height;
        for (var y = 0; y < place.Height; y++)
        {
            var at = ((place.Top + y) * layout.Width) + place.Left;
            WriteLine(picture, plan, y, target.Slice(at, place.Width), target.Slice(plane + at, place.Width),
                target.Slice((2 * plane) + at, place.Width));
        }
    }

    private void WriteTurned(Picture picture, ResamplePlan plan, Span<float> target)
    {
        var place = plan.Placement;
        var rows = place.Height;
        var plane = layout.Width * layout.Height;
        for (var left = 0; left < place.Width; left += TileColumns)
        {
            var columns = Math.Min(TileColumns, place.Width - left);
            for (var x = 0; x < columns; x++)
            {
                var line = _tile.AsSpan(3 * rows * x);
                WriteLine(picture, plan, left + x, line[..rows], line.Slice(rows, rows), line.Slice(2 * rows, rows));
            }

            for (var channel = 0; channel < 3; channel++)
            {
                var to = target.Slice(channel * plane, plane);
                for (var y = 0; y < rows; y++)
                {
                    var row = to.Slice(((place.Top + y) * layout.Width) + place.Left + left, columns);
                    for (var x = 0; x < columns; x++) row[x] = _tile[(3 * rows * x) + (channel * rows) + y];
                }
            }
        }
    }

    private void WriteLine(Picture picture, ResamplePlan plan, int line, Span<float> first, Span<float> second, Span<float> third)
    {
        var (one, two, weight) = plan.Lines.Lines(line);
        var upper = Row(picture, plan, one, keep: two);
        var lower = Row(picture, plan, two, keep: one);
        var red = layout.Color == ChannelOrder.Rgb ? 0 : 2;
        Blend(upper[red], lower[red], weight, plan, 0, first);
        Blend(upper[1], lower[1], weight, plan, 1, second);
        Blend(upper[2 - red], lower[2 - red], weight, plan, 2, third);
    }

    // Rows come in order, and neighbouring lines often share one: the two latest are kept.
    private ColorRow Row(Picture picture, ResamplePlan plan, int row, int keep)
    {
        if (_rowA.Row == row) return _rowA;
        if (_rowB.Row == row) return _rowB;
        var into = _rowA.Row == keep ? _rowB : _rowA;
        into.Read(picture, plan.Colors, row);
        return into;
    }

    private void Blend(
        ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, short weight, ResamplePlan plan, int channel, Span<float> into)
    {
        RowBlender.Blend(upper, lower, weight, _line);
        RowResampler.Resample(_line, plan.Starts, plan.Weights, _pairs, layout.Multiply[channel], layout.Add[channel], into);
    }

    private void FillBorder(Span<float> target)
    {
        var plane = layout.Width * layout.Height;
        for (var channel = 0; channel < 3; channel++)
            target.Slice(channel * plane, plane).Fill((layout.Pad * layout.Multiply[channel]) + layout.Add[channel]);
    }

    // The scratch of the widest picture so far. A pair may start at a line's last sample, so the line is one longer.
    private void Fit(ResamplePlan plan)
    {
        if (_line.Length < plan.Kind.Width + 1) _line = new short[plan.Kind.Width + 1];
        var count = plan.Starts.Length;
        if (_pairs.Length < count) _pairs = new int[count];
        if (plan.Turned && _tile.Length < 3 * count * TileColumns) _tile = new float[3 * count * TileColumns];
    }
}
