using System.Collections.Immutable;

namespace Sluice.Native.Ort;

/// <summary>
/// An OrtValue over memory that both sides see: an aligned block of its own, the caller's memory, a view on another
/// tensor, or what a run gave back. Not synchronised: one thread at a time.
/// </summary>
public sealed unsafe partial class OrtTensor : IDisposable
{
    private readonly OrtHandle? _memory; // what owns the memory: a buffer, the value of a run; null for the caller
    private readonly byte* _data;
    private readonly OrtMemoryInfoHandle? _device; // where the memory lies; null for the host's
    private bool _disposed;

    private OrtTensor(OrtValueHandle value, OrtHandle? memory, byte* data, OrtElementType type, ImmutableArray<long> shape,
        OrtMemoryInfoHandle? device = null)
    {
        (Value, _memory, ElementType, Shape, _device) = (value, memory, type, shape, device);
        _data = data;
        Length = (int)CountOf(shape.AsSpan());
    }

    /// <summary>Type of the elements.</summary>
    public OrtElementType ElementType { get; }

    /// <summary>Length of each dimension; empty for a scalar.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>Number of elements.</summary>
    public int Length { get; }

    /// <summary>Whether the elements lie in a device's memory.</summary>
    public bool IsOnDevice => _device != null;

    /// <summary>The elements as bytes, whatever their type. Valid until the tensor is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    /// <exception cref="NotSupportedException">The elements have no fixed size.</exception>
    /// <exception cref="InvalidOperationException">They lie in a device's memory.</exception>
    public Span<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            RequireHost();
            var size = ElementType.SizeBytes();
            if (size == 0) throw new NotSupportedException($"A tensor of {ElementType} has no bytes to show.");
            return new(_data, checked(Length * size));
        }
    }

    /// <summary>The value; outlives <see cref="Dispose"/> where a binding holds it.</summary>
    internal OrtValueHandle Value
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return field;
        }
    }

    /// <summary>The elements in row-major order. Valid until the tensor is disposed.</summary>
    /// <typeparam name="T">The C# type of <see cref="ElementType"/>.</typeparam>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not that type.</exception>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    public Span<T> As<T>()
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        RequireHost();
        RequireType<T>(ElementType);
        return new(_data, Length);
    }

    /// <summary>The type and shape as text: <c>float32 [1,3,416,416]</c>.</summary>
    public override string ToString() => OrtElementTypes.Describe(ElementType, Shape.AsSpan());

    /// <summary>Gives up the value; memory of its own goes with the last view or binding that uses it.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        Value.Dispose();
        _disposed = true;
    }

    private void RequireHost()
    {
        if (_device != null) throw new InvalidOperationException("The elements lie in a device's memory: they cannot be read from here.");
    }

    internal static void RequireType<T>(OrtElementType type)
        where T : unmanaged
    {
        if (OrtElementTypes.Of<T>() != type)
            throw new InvalidOperationException(
                $"The elements are {OrtElementTypes.Name(type)}, not {OrtElementTypes.Name(OrtElementTypes.Of<T>())}.");
    }

    private static long CountOf(ReadOnlySpan<long> shape)
    {
        var count = 1L;
        foreach (var length in shape)
        {
            if (length < 0)
                throw new ArgumentException(
                    $"Shape [{string.Join(',', shape.ToArray())}] has the negative length {length}.", nameof(shape));
            count = checked(count * length);
        }

        if (count > int.MaxValue)
            throw new ArgumentException(
                $"Shape [{string.Join(',', shape.ToArray())}] has {count} elements; a span holds {int.MaxValue}.",
                nameof(shape));
        return count;
    }
}
