using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>
/// The outputs that a family reads, in the family's own order: first with the shapes the model declares, -1 where only a run tells, then
/// with what a run gave. Numbers of any type come as float32. One thread at a time.
/// </summary>
internal sealed class OutputSet
{
    private readonly Slot[] _slots;
    private readonly int _images;
    private readonly bool _isTable;

    /// <summary>Declared outputs, without numbers.</summary>
    /// <param name="outputs">In the family's order.</param>
    public OutputSet(params ReadOnlySpan<OrtTensorInfo> outputs)
    {
        _slots = new Slot[outputs.Length];
        for (var i = 0; i < outputs.Length; i++) _slots[i] = new(outputs[i]) { Shape = [.. outputs[i].Shape], Rank = outputs[i].Shape.Length };
    }

    /// <summary>Outputs of runs; <see cref="Refresh"/> after each.</summary>
    /// <param name="outputs">In the family's order: what the model says of each, and where its numbers are.</param>
    /// <param name="images">Images in every run.</param>
    /// <param name="isTable">Whether an output is one table of all images, instead of a part for each.</param>
    public OutputSet(IReadOnlyList<(OrtTensorInfo Info, OrtTensor? Own, OrtBoundOutput? Provided)> outputs, int images, bool isTable = false)
    {
        (_images, _isTable) = (images, isTable);
        _slots = [.. outputs.Select(output => new Slot(output.Info) { Own = output.Own, Provided = output.Provided })];
    }

    /// <summary>Numbers made by hand.</summary>
    /// <param name="images">Images they are of.</param>
    /// <param name="outputs">In the family's order.</param>
    public OutputSet(int images, params ReadOnlySpan<(long[] Shape, float[] Values)> outputs)
    {
        _images = images;
        _slots = new Slot[outputs.Length];
        for (var i = 0; i < outputs.Length; i++)
            _slots[i] = new(new($"output{i}", OrtElementType.Float32, [.. outputs[i].Shape], []))
            {
                Shape = outputs[i].Shape,
                Rank = outputs[i].Shape.Length,
                Floats = outputs[i].Values,
                Length = outputs[i].Values.Length,
            };
    }

    /// <summary>How many there are.</summary>
    public int Count => _slots.Length;

    /// <summary>What the model calls an output.</summary>
    public string Name(int output) => _slots[output].Info.Name;

    /// <summary>Lengths of an output's dimensions.</summary>
    public ReadOnlySpan<long> Shape(int output) => _slots[output].Shape.AsSpan(0, _slots[output].Rank);

    /// <summary>An output's numbers of one image, row-major; of all images, where the output is one table of all.</summary>
    /// <param name="output">Which output.</param>
    /// <param name="item">Which image of the batch.</param>
    public ReadOnlySpan<float> Item(int output, int item)
    {
        var slot = _slots[output];
        var all = slot.IsFloat ? (slot.Own == null ? slot.Provided!.As<float>() : slot.Own.As<float>()) : slot.Floats.AsSpan(0, slot.Length);
        if (_isTable) return all;
        var length = all.Length / _images;
        return all.Slice(item * length, length);
    }

    /// <summary>Whether all numbers of one image are numbers: none NaN, none infinite.</summary>
    public bool IsFinite(int item)
    {
        for (var i = 0; i < _slots.Length; i++)
            if (!Highest.AllFinite(Item(i, item))) return false;
        return true;
    }

    /// <summary>Takes up what a run gave.</summary>
    /// <returns>Whether a shape differs from that of the run before.</returns>
    public bool Refresh()
    {
        var changed = false;
        foreach (var slot in _slots)
        {
            var shape = slot.Own == null ? slot.Provided!.Shape : slot.Own.Shape.AsSpan();
            if (!shape.SequenceEqual(slot.Shape.AsSpan(0, slot.Rank)))
            {
                changed = true;
                if (slot.Shape.Length < shape.Length) slot.Shape = new long[shape.Length];
                shape.CopyTo(slot.Shape);
                slot.Rank = shape.Length;
            }

            if (!slot.IsFloat) slot.Convert();
        }

        return changed;
    }

    private sealed class Slot(OrtTensorInfo info)
    {
        public OrtTensorInfo Info { get; } = info;

        public OrtTensor? Own { get; init; }

        public OrtBoundOutput? Provided { get; init; }

        public long[] Shape { get; set; } = [];

        public int Rank { get; set; }

        public float[] Floats { get; set; } = [];

        public int Length { get; set; }

        public bool IsFloat => Info.ElementType == OrtElementType.Float32 && (Own ?? (object?)Provided) != null;

        public void Convert()
        {
            Length = Info.ElementType switch
            {
                OrtElementType.Float16 => Fill(Read<Half>(), static value => (float)value),
                OrtElementType.Float64 => Fill(Read<double>(), static value => (float)value),
                OrtElementType.Int64 => Fill(Read<long>(), static value => value),
                OrtElementType.Int32 => Fill(Read<int>(), static value => value),
                OrtElementType.UInt8 => Fill(Read<byte>(), static value => value),
                _ => throw new ModelException(
                    $"Output '{Info.Name}' is {Info.Describe()}; float32, float16, float64, int64, int32 or uint8 can be read."),
            };
        }

        private ReadOnlySpan<T> Read<T>()
            where T : unmanaged
            => Own == null ? Provided!.As<T>() : Own.As<T>();

        private int Fill<T>(ReadOnlySpan<T> values, Func<T, float> convert)
        {
            if (Floats.Length < values.Length) Floats = new float[values.Length];
            for (var i = 0; i < values.Length; i++) Floats[i] = convert(values[i]);
            return values.Length;
        }
    }
}
