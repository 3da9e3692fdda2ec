using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>
/// Turns decoded pictures, or parts of them, into a model's input in one pass: the samples that an output needs are taken from the coded
/// rows, converted to RGB, blended, normalised and written where the model reads them. Nothing but rows is ever held, and nothing is
/// allocated once every kind of picture was seen. One thread at a time.
/// </summary>
/// <remarks>What it rounds is for the layout to say: <see cref="InputRounding"/>.</remarks>
/// <param name="layout">The model's input.</param>
/// <param name="engine">The widest vectors to use; null for the machine's.</param>
internal sealed class FramePreprocessor(InputLayout layout, RowEngine? engine = null)
{
    // A graph sees a handful of kinds; a stream that changes its size for ever must not fill the memory.
    private const int MostPlans = 64;

    private readonly RowEngine _engine = engine ?? RowEngine.Best;
    private readonly Dictionary<PictureKind, ResamplePlan> _plans = [];
    private readonly LineWriter _writer = new(layout);
    private readonly ResampledRow _rowA = new();
    private readonly ResampledRow _rowB = new();
    private ResamplePlan? _last;
    private ResamplePlan? _part;

    /// <summary>The model's input.</summary>
    public InputLayout Layout => layout;

    /// <summary>Writes one image of the input.</summary>
    /// <param name="picture">In host memory; any format but <see cref="PixelFormat.Other"/>.</param>
    /// <param name="rotation">Degrees to turn it clockwise for display: 0, 90, 180 or 270.</param>
    /// <param name="area">The part of the displayed frame to write; null for all of it.</param>
    /// <param name="target">One image: <see cref="InputLayout.SizeBytes"/> bytes.</param>
    /// <param name="bordered">The plan whose border <paramref name="target"/> holds already, null for none; set to the plan used, or to
    /// null after a part.</param>
    /// <returns>Where the frame lies in the input.</returns>
    /// <exception cref="ArgumentException">The target's length, the format, the memory, the rotation or the area does not fit.</exception>
    public Placement Write(Picture picture, int rotation, PictureArea? area, Span<byte> target, ref ResamplePlan? bordered)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (target.Length != layout.SizeBytes)
            throw new ArgumentException($"The target holds {target.Length} bytes; one image takes {layout.SizeBytes}.", nameof(target));
        var kind = PictureKind.Of(picture, rotation);
        var plan = area is { } part && part != kind.Whole ? PlanFor(kind, part, picture) : PlanFor(kind, picture);
        if (!ReferenceEquals(plan, bordered)) _writer.FillBorder(plan.Placement, target);
        // The plan of a part is set again for the next, so it says nothing of what a target holds.
        bordered = ReferenceEquals(plan, _part) ? null : plan;

        _rowA.Clear();
        _rowB.Clear();
        _writer.Fit(plan);
        if (kind.Turned) WriteTurned(picture, plan, target);
        else WriteUpright(picture, plan, target);
        return plan.Placement;
    }

    private ResamplePlan PlanFor(PictureKind kind, Picture picture)
    {
        if (_last?.Kind == kind) return _last;
        if (!_plans.TryGetValue(kind, out var plan))
        {
            Check(kind, picture);
            if (_plans.Count == MostPlans) _plans.Clear();
            plan = new();
            plan.Set(kind, kind.Whole, layout, _engine);
            _plans.Add(kind, plan);
        }

        return _last = plan;
    }

    private ResamplePlan PlanFor(PictureKind kind, PictureArea area, Picture picture)
    {
        if (_part?.Kind == kind && _part.Area == area) return _part;
        Check(kind, picture);
        var whole = kind.Whole;
        if (area.X < 0 || area.Y < 0 || area.Width < 1 || area.Height < 1 || area.X > whole.Width - area.Width || area.Y > whole.Height - area.Height)
            throw new ArgumentException(
                $"An area of {area.Width}x{area.Height} at {area.X},{area.Y} does not lie within a frame of {whole.Width}x{whole.Height}.", nameof(area));
        _part ??= new();
        _part.Set(kind, area, layout, _engine);
        return _part;
    }

    private static void Check(PictureKind kind, Picture picture)
    {
        if (picture.Memory != MemoryKind.Host || picture.Format == PixelFormat.Other)
            throw new ArgumentException(
                $"A picture of format '{picture.FormatName}' in {picture.Memory} memory cannot be read here: convert it first.", nameof(picture));
        if (kind.Rotation is not (0 or 90 or 180 or 270))
            throw new ArgumentException($"A rotation of {kind.Rotation} degrees is none of 0, 90, 180, 270.", nameof(kind));
    }

    private void WriteUpright(Picture picture, ResamplePlan plan, Span<byte> target)
    {
        for (var y = 0; y < plan.Placement.Height; y++)
        {
            var (upper, lower, weight) = Rows(picture, plan, y);
            _writer.WriteRow(plan, upper, lower, weight, y, target);
        }
    }

    private void WriteTurned(Picture picture, ResamplePlan plan, Span<byte> target)
    {
        var place = plan.Placement;
        for (var left = 0; left < place.Width; left += LineWriter.TileColumns)
        {
            var columns = Math.Min(LineWriter.TileColumns, place.Width - left);
            for (var x = 0; x < columns; x++)
            {
                var (upper, lower, weight) = Rows(picture, plan, left + x);
                _writer.WriteColumn(plan, upper, lower, weight, x);
            }

            _writer.Turn(place, left, columns, target);
        }
    }

    private (ResampledRow Upper, ResampledRow Lower, short Weight) Rows(Picture picture, ResamplePlan plan, int line)
    {
        var (one, two) = (plan.Lines.First[line], plan.Lines.Second[line]);
        return (Row(picture, plan, one, keep: two), Row(picture, plan, two, keep: one), plan.Lines.Weights[line]);
    }

    // Rows come in order, and neighbouring lines often share one: the two latest are kept.
    private ResampledRow Row(Picture picture, ResamplePlan plan, int row, int keep)
    {
        if (_rowA.Row == row) return _rowA;
        if (_rowB.Row == row) return _rowB;
        var into = _rowA.Row == keep ? _rowB : _rowA;
        plan.Engine.Read(picture, plan, row, layout.Channels == 1, into);
        return into;
    }
}
