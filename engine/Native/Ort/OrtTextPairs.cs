namespace Sluice.Native.Ort;

/// <summary>Keys and values as two parallel arrays of C strings, which is how the C API takes options.</summary>
internal sealed unsafe class OrtTextPairs : IDisposable
{
    private readonly OrtName[] _names; // keys, then values: keeps the addresses below alive
    private readonly OrtBuffer _table;

    internal OrtTextPairs(IReadOnlyDictionary<string, string> pairs)
    {
        Count = pairs.Count;
        _names = [.. pairs.Keys.Concat(pairs.Values).Select(text => new OrtName(text))];
        _table = OrtBuffer.Allocate(_names.Length * sizeof(byte*));
        for (var i = 0; i < _names.Length; i++) Keys[i] = _names[i].Pointer;
    }

    internal int Count { get; }

    internal byte** Keys => (byte**)_table.DangerousGetHandle();

    internal byte** Values => Keys + Count;

    public void Dispose()
    {
        _table.Dispose();
        GC.KeepAlive(_names);
    }
}
