using System.Buffers;
using System.Runtime.InteropServices;

namespace Sluice.Native.Ort;

/// <summary>Memory under one or more tensors: an aligned block of our own, or a pin on the caller's.</summary>
internal sealed unsafe class OrtBuffer : OrtHandle
{
    /// <summary>Alignment of own blocks: a cache line, and the widest vector there is.</summary>
    internal const int AlignmentBytes = 64;

    private MemoryHandle _pin;
    private readonly bool _own;

    private OrtBuffer(void* memory)
        : base((nint)memory) => _own = true;

    private OrtBuffer(MemoryHandle pin)
        : base((nint)pin.Pointer) => _pin = pin;

    /// <summary>A zeroed block.</summary>
    internal static OrtBuffer Allocate(long lengthBytes)
    {
        var length = (nuint)Math.Max(1, lengthBytes);
        var memory = NativeMemory.AlignedAlloc(length, AlignmentBytes);
        NativeMemory.Clear(memory, length);
        return new(memory);
    }

    /// <summary>Takes the pin; it ends with the last tensor over it.</summary>
    internal static OrtBuffer Over(MemoryHandle pin) => new(pin);

    protected override void Release(nint pointer)
    {
        if (_own) NativeMemory.AlignedFree((void*)pointer);
        else _pin.Dispose();
    }
}
