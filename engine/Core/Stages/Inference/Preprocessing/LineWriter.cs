using System.Runtime.InteropServices;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>Writes lines of blended samples into an image in the element type and order that the model reads.</summary>
/// <param name="layout">The model's input.</param>
internal sealed class LineWriter(InputLayout layout)
{
    /// <summary>Columns written at once when rows become columns: one cache line of floats.</summary>
    public const int TileColumns = 16;

    // Bytes as they are: one rounding, and no floats.
    private readonly bool _plainBytes = layout.Element == InputElement.UInt8
        && layout.Multiply.All(factor => factor == 1) && layout.Add.All(summand => summand == 0);

    private readonly bool _plainHalves = Enumerable.Range(0, layout.Channels).All(channel => layout.Multiply[channel] >= 0
        && layout.Add[channel] >= 0 && (255 * layout.Multiply[channel]) + layout.Add[channel] <= (float)Half.MaxValue);

    private readonly bool _levels = layout.Rounding == InputRounding.Levels;
    private readonly BorderPainter _border = new(layout);
    private float[] _floats = [];
    private byte[] _lines = [];

    private int Bytes => layout.ElementBytes;

    /// <summary>Makes room for a plan's lines; allocates only if they are the longest so far.</summary>
    /// <param name="plan">The plan.</param>
    public void Fit(ResamplePlan plan)
    {
        var count = plan.Across.Count;
        if (_floats.Length < count) _floats = new float[count];
        var size = layout.Channels * Bytes * count * (plan.Kind.Turned ? TileColumns : 1);
        if (_lines.Length < size) _lines = new byte[size];
    }

    /// <summary>Paints what no frame covers.</summary>
    /// <param name="place">Where the frame lies.</param>
    /// <param name="target">The image.</param>
    public void FillBorder(in Placement place, Span<byte> target) => _border.Paint(place, target);

    /// <summary>Writes a row of the image.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="upper">One coded row.</param>
    /// <param name="lower">Another.</param>
    /// <param name="weight">Of the other in 1/32768.</param>
    /// <param name="y">Row of the part of the image that shows the frame.</param>
    /// <param name="target">The image.</param>
    public void WriteRow(ResamplePlan plan, ResampledRow upper, ResampledRow lower, short weight, int y, Span<byte> target)
    {
        var place = plan.Placement;
        var first = ((place.Top + y) * layout.Width) + place.Left;
        var length = place.Width * Bytes;
        if (layout.Order == InputOrder.Nchw || layout.Channels == 1)
        {
            for (var channel = 0; channel < layout.Channels; channel++)
                Write(plan, upper, lower, weight, channel, target.Slice(((channel * layout.Width * layout.Height) + first) * Bytes, length));
            return;
        }

        for (var channel = 0; channel < 3; channel++)
            Write(plan, upper, lower, weight, channel, _lines.AsSpan(channel * length, length));
        ChannelMixer.Mix(_lines.AsSpan(0, 3 * length), Bytes, target.Slice(3 * first * Bytes, 3 * length),
            wide: ReferenceEquals(plan.Engine, RowEngine.Avx512));
    }

    /// <summary>Keeps a column of the image for <see cref="Turn"/>.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="upper">One coded row.</param>
    /// <param name="lower">Another.</param>
    /// <param name="weight">Of the other in 1/32768.</param>
    /// <param name="x">0 to <see cref="TileColumns"/> - 1.</param>
    public void WriteColumn(ResamplePlan plan, ResampledRow upper, ResampledRow lower, short weight, int x)
    {
        var length = plan.Across.Count * Bytes;
        for (var channel = 0; channel < layout.Channels; channel++)
            Write(plan, upper, lower, weight, channel, _lines.AsSpan(((layout.Channels * x) + channel) * length, length));
    }

    /// <summary>Writes the columns kept.</summary>
    /// <param name="place">Where the frame lies.</param>
    /// <param name="left">The first column, in the part of the image that shows the frame.</param>
    /// <param name="columns">How many were kept.</param>
    /// <param name="target">The image.</param>
    public void Turn(in Placement place, int left, int columns, Span<byte> target)
    {
        switch (layout.Element)
        {
            case InputElement.Float32:
                Turn<uint>(place, left, columns, target);
                break;
            case InputElement.Float16:
                Turn<ushort>(place, left, columns, target);
                break;
            default:
                Turn<byte>(place, left, columns, target);
                break;
        }
    }

    private void Turn<T>(in Placement place, int left, int columns, Span<byte> target)
        where T : unmanaged
    {
        var to = MemoryMarshal.Cast<byte, T>(target);
        var from = MemoryMarshal.Cast<byte, T>(_lines);
        var rows = place.Height;
        var (step, plane) = layout.Order == InputOrder.Nchw ? (1, layout.Width * layout.Height) : (layout.Channels, 1);
        var first = ((place.Top * layout.Width) + place.Left + left) * step;
        for (var channel = 0; channel < layout.Channels; channel++)
            TileTurner.Turn(from[(channel * rows)..], layout.Channels * rows, columns, rows, to[((channel * plane) + first)..],
                layout.Width * step, step);
    }

    private void Write(ResamplePlan plan, ResampledRow upper, ResampledRow lower, short weight, int channel, Span<byte> to)
    {
        var color = layout.Color == ChannelOrder.Rgb ? channel : 2 - channel;
        var one = upper[color];
        var two = lower[color];
        if (_plainBytes)
        {
            plan.Engine.WriteBytes(one, two, weight, _levels, to);
            return;
        }

        var floats = layout.Element == InputElement.Float32 ? MemoryMarshal.Cast<byte, float>(to) : _floats.AsSpan(0, to.Length / Bytes);
        plan.Engine.WriteFloats(one, two, weight, _levels, layout.Multiply[channel] / YuvFactors.Unit, layout.Add[channel], floats);
        if (layout.Element == InputElement.Float16) FloatNarrower.ToHalf(floats, MemoryMarshal.Cast<byte, Half>(to), _plainHalves);
        else if (layout.Element == InputElement.UInt8) FloatNarrower.ToBytes(floats, to);
    }
}
