using System.Runtime.CompilerServices;

namespace Sluice.Native.Ort;

// The ways to make a tensor.
public sealed unsafe partial class OrtTensor
{
    /// <summary>A zeroed tensor in its own block, aligned to 64 bytes.</summary>
    /// <param name="shape">Length of each dimension; none for a scalar.</param>
    /// <exception cref="ArgumentException">A negative length.</exception>
    public static OrtTensor Allocate<T>(params ReadOnlySpan<long> shape)
        where T : unmanaged => Allocate(OrtElementTypes.Of<T>(), shape);

    /// <inheritdoc cref="Allocate{T}(ReadOnlySpan{long})"/>
    /// <param name="type">A type with elements of a fixed size.</param>
    /// <param name="shape">Length of each dimension; none for a scalar.</param>
    /// <exception cref="NotSupportedException">The type's elements have no fixed size.</exception>
    public static OrtTensor Allocate(OrtElementType type, params ReadOnlySpan<long> shape)
    {
        var lengthBytes = LengthBytes(type, shape);
        using var buffer = OrtBuffer.Allocate(lengthBytes); // from here on the value holds it
        return Create(buffer, (byte*)buffer.DangerousGetHandle(), lengthBytes, type, shape);
    }

    /// <summary>A tensor over the caller's memory, which is pinned until the tensor and its views are gone.</summary>
    /// <param name="memory">At least as many elements as the shape asks for.</param>
    /// <param name="shape">Length of each dimension.</param>
    /// <exception cref="ArgumentException">Too little memory.</exception>
    public static OrtTensor Over<T>(Memory<T> memory, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        var type = OrtElementTypes.Of<T>();
        var lengthBytes = LengthBytes(type, shape);
        Require(lengthBytes, (long)memory.Length * Unsafe.SizeOf<T>(), type, shape);
        using var buffer = OrtBuffer.Over(memory.Pin()); // from here on the value holds it
        return Create(buffer, (byte*)buffer.DangerousGetHandle(), lengthBytes, type, shape);
    }

    /// <summary>A tensor over native memory that the caller owns and keeps alive and in place longer than the tensor,
    /// its views and every binding that uses them.</summary>
    /// <param name="address">First element; best aligned to 64 bytes.</param>
    /// <param name="lengthBytes">How much memory is there.</param>
    /// <param name="type">Type of the elements.</param>
    /// <param name="shape">Length of each dimension.</param>
    /// <exception cref="ArgumentException">Too little memory.</exception>
    public static OrtTensor Over(nint address, long lengthBytes, OrtElementType type, params ReadOnlySpan<long> shape)
    {
        ArgumentOutOfRangeException.ThrowIfZero(address);
        Require(LengthBytes(type, shape), lengthBytes, type, shape);
        return Create(null, (byte*)address, lengthBytes, type, shape);
    }

    /// <summary>
    /// A tensor over memory of a CUDA device that the caller owns and keeps longer than the tensor, its views and every binding that uses
    /// them. A run of a session on that device reads it where it is.
    /// </summary>
    /// <param name="device">The device's number.</param>
    /// <param name="address">First element, an address of the device.</param>
    /// <param name="lengthBytes">How much memory is there.</param>
    /// <param name="type">Type of the elements.</param>
    /// <param name="shape">Length of each dimension.</param>
    /// <exception cref="ArgumentException">Too little memory.</exception>
    public static OrtTensor OnCuda(int device, ulong address, long lengthBytes, OrtElementType type, params ReadOnlySpan<long> shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(device);
        ArgumentOutOfRangeException.ThrowIfZero(address);
        Require(LengthBytes(type, shape), lengthBytes, type, shape);
        nint place;
        // OrtDeviceAllocator is 0, OrtMemTypeDefault 0.
        fixed (byte* name = "Cuda\0"u8)
            OrtStatus.Check(OrtLibrary.Api->CreateMemoryInfo(name, 0, device, 0, &place));
        return Create(null, (byte*)address, lengthBytes, type, shape, new(place));
    }

    /// <summary>
    /// A second tensor over the same memory, for instance the first rows of a batch that is not full. It stays valid
    /// when this tensor is disposed, except over native memory of the caller.
    /// </summary>
    /// <param name="shape">Any shape with no more elements than this tensor has after <paramref name="skip"/>.</param>
    /// <param name="skip">Elements of this tensor before the first one of the view.</param>
    /// <exception cref="ArgumentException">The view would reach past the end.</exception>
    public OrtTensor View(ReadOnlySpan<long> shape, int skip = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(skip, Length);
        var (lengthBytes, skipBytes) = (LengthBytes(ElementType, shape), (long)skip * ElementType.SizeBytes());
        ObjectDisposedException.ThrowIf(_disposed, this);
        Require(lengthBytes, ((long)Length * ElementType.SizeBytes()) - skipBytes, ElementType, shape);
        return Create(_memory, _data + skipBytes, lengthBytes, ElementType, shape, _device);
    }

    /// <summary>Takes over a value that a run made.</summary>
    internal static OrtTensor Adopt(nint native)
    {
        var value = new OrtValueHandle(native);
        try
        {
            Span<long> lengths = stackalloc long[OrtShape.MaxRank];
            var type = OrtShape.Read(native, ref lengths);
            void* data = null;
            if (type.SizeBytes() > 0) OrtStatus.Check(OrtLibrary.Api->GetTensorMutableData(native, &data));
            return new(value, value, (byte*)data, type, [.. lengths]);
        }
        catch
        {
            value.Dispose();
            throw;
        }
    }

    /// <summary>Frees a value that a run made and nobody wants.</summary>
    internal static void Release(nint native) => OrtLibrary.Api->ReleaseValue(native);

    private static OrtTensor Create(
        OrtHandle? memory, byte* data, long lengthBytes, OrtElementType type, ReadOnlySpan<long> shape, OrtMemoryInfoHandle? device = null)
    {
        nint native;
        using var info = (device ?? OrtEnvironment.CpuMemory).Hold();
        fixed (long* lengths = shape)
            OrtStatus.Check(OrtLibrary.Api->CreateTensorWithDataAsOrtValue(
                info.Pointer, data, (nuint)lengthBytes, lengths, (nuint)shape.Length, type, &native));
        return new(new OrtValueHandle(native, memory), memory, data, type, [.. shape], device);
    }

    private static long LengthBytes(OrtElementType type, ReadOnlySpan<long> shape)
    {
        var size = type.SizeBytes();
        if (size == 0) throw new NotSupportedException($"A tensor of {type} elements cannot be made here.");
        var lengthBytes = CountOf(shape) * size;
        return lengthBytes <= int.MaxValue ? lengthBytes : throw new ArgumentException(
            $"{OrtElementTypes.Describe(type, shape)} takes {lengthBytes} bytes; a span holds {int.MaxValue}.",
            nameof(shape));
    }

    private static void Require(long neededBytes, long givenBytes, OrtElementType type, ReadOnlySpan<long> shape)
    {
        if (neededBytes > givenBytes)
            throw new ArgumentException(
                $"{OrtElementTypes.Describe(type, shape)} takes {neededBytes} bytes; {givenBytes} were given.",
                nameof(shape));
    }
}
