using System.Buffers;

namespace Sluice.Core.Sinks.ClickHouse.Columns;

/// <summary>Texts, each behind its length: the same in both formats.</summary>
internal sealed class TextColumn : Column
{
    private readonly PooledWriter _values = new();

    public override void Read(ref ReadOnlySpan<byte> row)
    {
        var rest = row;
        var letters = ReadLength(ref rest);
        var bytes = row.Length - rest.Length + letters;
        row[..bytes].CopyTo(_values.GetSpan(bytes));
        _values.Advance(bytes);
        row = row[bytes..];
    }

    public override void WriteValues(IBufferWriter<byte> output) => output.Write(_values.Written.Span);

    public override void Clear() => _values.Truncate(0);

    public override void Dispose() => _values.Dispose();
}
