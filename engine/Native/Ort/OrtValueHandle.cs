namespace Sluice.Native.Ort;

/// <summary>Owns an OrtValue, and one right to what owns the memory beneath it where that is not the value.</summary>
internal sealed unsafe class OrtValueHandle : OrtHandle
{
    private readonly OrtHandle? _memory;

    internal OrtValueHandle(nint pointer, OrtHandle? memory = null)
        : base(pointer)
    {
        if (memory == null) return;
        var added = false;
        memory.DangerousAddRef(ref added);
        _memory = memory;
    }

    /// <summary>Releases the value held so far and owns another, or none (zero); for outputs that change every run.</summary>
    internal void Replace(nint pointer)
    {
        if (handle != 0) OrtLibrary.Api->ReleaseValue(handle);
        SetHandle(pointer);
    }

    protected override void Release(nint pointer)
    {
        if (pointer != 0) OrtLibrary.Api->ReleaseValue(pointer);
        _memory?.DangerousRelease();
    }
}
