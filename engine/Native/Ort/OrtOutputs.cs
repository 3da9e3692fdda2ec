using System.Collections;

namespace Sluice.Native.Ort;

/// <summary>What a plain run gave back, in the order asked for. Disposing it disposes every tensor in it.</summary>
public sealed class OrtOutputs : IReadOnlyList<OrtTensor>, IDisposable
{
    private readonly string[] _names;
    private readonly OrtTensor[] _tensors;

    internal OrtOutputs(IEnumerable<string> names, ReadOnlySpan<nint> values)
    {
        _names = [.. names];
        _tensors = new OrtTensor[values.Length];
        var adopted = 0;
        try
        {
            while (adopted < values.Length)
            {
                var value = values[adopted];
                _tensors[adopted++] = OrtTensor.Adopt(value); // owns it even when it throws
            }
        }
        catch
        {
            foreach (var value in values[adopted..]) OrtTensor.Release(value);
            foreach (var tensor in _tensors) tensor?.Dispose();
            throw;
        }
    }

    /// <summary>Number of outputs.</summary>
    public int Count => _tensors.Length;

    /// <summary>The output at a place.</summary>
    public OrtTensor this[int index] => _tensors[index];

    /// <summary>The output of a name.</summary>
    /// <exception cref="KeyNotFoundException">It was not asked for.</exception>
    public OrtTensor this[string name] => Array.IndexOf(_names, name) is >= 0 and var index
        ? _tensors[index]
        : throw new KeyNotFoundException($"No output '{name}'; there are {string.Join(", ", _names)}.");

    /// <inheritdoc/>
    public IEnumerator<OrtTensor> GetEnumerator() => ((IEnumerable<OrtTensor>)_tensors).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _tensors) tensor.Dispose();
    }
}
