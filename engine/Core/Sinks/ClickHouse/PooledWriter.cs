using System.Buffers;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>Bytes that grow in rented memory; disposed, the memory goes back. Not thread-safe.</summary>
internal sealed class PooledWriter : IBufferWriter<byte>, IDisposable
{
    private const int LeastBytes = 16 << 10;
    private byte[] _memory = [];

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written; valid until the next write.</summary>
    public ReadOnlyMemory<byte> Written => _memory.AsMemory(0, Length);

    /// <summary>Forgets what was written after a point: a row that failed half way.</summary>
    public void Truncate(int length) => Length = length;

    public void Advance(int count) => Length += count;

    /// <summary>Writes the last bytes so many times more.</summary>
    public void RepeatLast(int bytes, int times)
    {
        var all = GetSpan(bytes * times);
        var last = _memory.AsSpan(Length - bytes, bytes);
        for (var i = 0; i < times; i++) last.CopyTo(all[(i * bytes)..]);
        Length += bytes * times;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _memory.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _memory.AsSpan(Length);
    }

    /// <summary>Forgets everything and gives the memory back; what is written next rents again.</summary>
    public void Release()
    {
        Length = 0;
        Dispose();
    }

    public void Dispose()
    {
        var memory = Interlocked.Exchange(ref _memory, []);
        if (memory.Length > 0) ArrayPool<byte>.Shared.Return(memory);
    }

    private void Reserve(int size)
    {
        var needed = Length + Math.Max(1, size);
        if (needed <= _memory.Length) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(LeastBytes, _memory.Length * 2)));
        _memory.AsSpan(0, Length).CopyTo(larger);
        if (_memory.Length > 0) ArrayPool<byte>.Shared.Return(_memory);
        _memory = larger;
    }
}
