using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>
/// Turns decoded pictures into a model's input in one pass: two coded rows are blended, neighbouring samples of the result are blended,
/// converted, normalised and written to their planes. Nothing is allocated once every kind of picture was seen. One thread at a time.
/// </summary>
/// <remarks>Interpolating before the colour conversion gives the same as after it, for both are linear; only where a conversion leaves
/// 0..255 between two samples do the two differ.</remarks>
/// <param name="layout">The model's input.</param>
internal sealed class FramePreprocessor(InputLayout layout)
{
    // A graph sees a handful of kinds; a stream that changes its size for ever must not fill the memory.
    private const int MostPlans = 64;

    // Columns written at once when rows become columns: one cache line of floats.
    private const int TileColumns = 16;

    private readonly Dictionary<PictureKind, ResamplePlan> _plans = [];
    private ResamplePlan? _last;
    private short[] _lineA = [];
    private short[] _lineB = [];
    private short[] _lineC = [];
    private short[] _mixed = [];
    private int[] _pairsA = [];
    private int[] _pairsB = [];
    private int[] _pairsC = [];
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
        var count = plan.Starts.Length;
        var width = plan.Kind.Width;
        var a = _pairsA.AsSpan(0, count);
        var b = _pairsB.AsSpan(0, count);
        var c = _pairsC.AsSpan(0, count);
        switch (plan.Kind.Format)
        {
            case PixelFormat.Gray8:
                Blend(picture, 0, plan.Lines, line, width, _lineA);
                RowConverter.Gather(_lineA, plan.Starts, a);
                b = a;
                c = a;
                break;
            case PixelFormat.Rgb24 or PixelFormat.Bgr24:
                Blend(picture, 0, plan.Lines, line, 3 * width, _mixed);
                RowConverter.GatherPacked(_mixed, 0, plan.Starts, a);
                RowConverter.GatherPacked(_mixed, 1, plan.Starts, b);
                RowConverter.GatherPacked(_mixed, 2, plan.Starts, c);
                break;
            case PixelFormat.Nv12:
                Blend(picture, 0, plan.Lines, line, width, _lineA);
                Blend(picture, 1, plan.ChromaLines, line, 2 * plan.ChromaWidth, _mixed);
                RowBlender.Part(_mixed.AsSpan(0, 2 * plan.ChromaWidth), _lineB, _lineC);
                GatherYuv(plan, a, b, c);
                break;
            default:
                Blend(picture, 0, plan.Lines, line, width, _lineA);
                Blend(picture, 1, plan.ChromaLines, line, plan.ChromaWidth, _lineB);
                Blend(picture, 2, plan.ChromaLines, line, plan.ChromaWidth, _lineC);
                GatherYuv(plan, a, b, c);
                break;
        }

        RowConverter.Convert(a, b, c, plan.Weights, plan.ChromaWeights, plan.Channels, first, second, third);
    }

    private void GatherYuv(ResamplePlan plan, Span<int> a, Span<int> b, Span<int> c)
    {
        RowConverter.Gather(_lineA, plan.Starts, a);
        RowConverter.Gather(_lineB, plan.ChromaStarts, b);
        RowConverter.Gather(_lineC, plan.ChromaStarts, c);
    }

    private static void Blend(Picture picture, int plane, ResampleAxis lines, int line, int samples, short[] into)
    {
        var (first, second, weight) = lines.Lines(line);
        var deep = picture.Format == PixelFormat.Yuv420P10;
        var bytes = deep ? 2 * samples : samples;
        var from = picture.Plane(plane);
        var stride = picture.StrideBytes(plane);
        var one = from.Slice(first * stride, bytes);
        var two = from.Slice(second * stride, bytes);
        if (deep) RowBlender.Blend10(one, two, weight, into);
        else RowBlender.Blend8(one, two, weight, into);
    }

    private void FillBorder(Span<float> target)
    {
        var plane = layout.Width * layout.Height;
        for (var channel = 0; channel < 3; channel++)
            target.Slice(channel * plane, plane).Fill((layout.Pad * layout.Multiply[channel]) + layout.Add[channel]);
    }

    // The scratch of the widest picture so far. A pair may start at a line's last sample, so lines are one pixel longer.
    private void Fit(ResamplePlan plan)
    {
        var width = plan.Kind.Width + 1;
        if (_lineA.Length < width) (_lineA, _lineB, _lineC) = (new short[width], new short[width], new short[width]);
        if (_mixed.Length < 3 * width) _mixed = new short[3 * width];
        var count = plan.Starts.Length;
        if (_pairsA.Length < count) (_pairsA, _pairsB, _pairsC) = (new int[count], new int[count], new int[count]);
        if (plan.Turned && _tile.Length < 3 * count * TileColumns) _tile = new float[3 * count * TileColumns];
    }
}
