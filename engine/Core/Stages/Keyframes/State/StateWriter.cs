using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Sluice.Core.Stages.Keyframes.State;

/// <summary>
/// Puts a state into bytes, little-endian, in memory that is used again. A candidate is written where it is met first, and by its number
/// afterwards. For one thread at a time.
/// </summary>
internal sealed class StateWriter
{
    private readonly Dictionary<Candidate, int> _candidates = [];
    private readonly List<string> _pictures = [];
    private byte[] _buffer = new byte[1 << 16];
    private int _length;

    /// <summary>What was written so far; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    /// <summary>The pictures that candidates named.</summary>
    public IReadOnlyList<string> Pictures => _pictures;

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        _candidates.Clear();
        _pictures.Clear();
        _length = 0;
    }

    public void Bool(bool value) => Take(1)[0] = value ? (byte)1 : (byte)0;

    public void Int(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);

    public void Long(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);

    public void Float(float value) => BinaryPrimitives.WriteSingleLittleEndian(Take(4), value);

    public void Double(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Take(8), value);

    /// <summary>A number or none.</summary>
    public void Double(double? value)
    {
        Bool(value.HasValue);
        if (value is { } given) Double(given);
    }

    /// <summary>A number or none.</summary>
    public void Long(long? value)
    {
        Bool(value.HasValue);
        if (value is { } given) Long(given);
    }

    public void Time(DateTimeOffset value) => Long(value.UtcTicks);

    public void Id(Guid value) => value.TryWriteBytes(Take(16));

    /// <summary>A text or null.</summary>
    public void Text(string? value)
    {
        if (value == null)
        {
            Int(-1);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        Int(length);
        Encoding.UTF8.GetBytes(value, Take(length));
    }

    /// <summary>Numbers of any kind, as they lie in memory.</summary>
    public void Many<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Int(values.Length);
        var bytes = MemoryMarshal.AsBytes(values);
        bytes.CopyTo(Take(bytes.Length));
    }

    /// <summary>A candidate or null.</summary>
    public void Candidate(Candidate? candidate)
    {
        if (candidate == null)
        {
            Int(-1);
            return;
        }

        if (_candidates.TryGetValue(candidate, out var known))
        {
            Int(known);
            return;
        }

        Int(_candidates.Count);
        _candidates.Add(candidate, _candidates.Count);
        _pictures.Add(candidate.Picture.Key);
        CandidateState.Save(this, candidate);
    }

    private Span<byte> Take(int bytes)
    {
        if (_length + bytes > _buffer.Length) Array.Resize(ref _buffer, Math.Max(_length + bytes, 2 * _buffer.Length));
        _length += bytes;
        return _buffer.AsSpan(_length - bytes, bytes);
    }
}
