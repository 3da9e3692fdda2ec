namespace Sluice.Native.Ort;

/// <summary>A native pointer for the length of one call: its handle cannot release it meanwhile.</summary>
internal readonly ref struct OrtHold
{
    private readonly OrtHandle? _handle;

    internal OrtHold(OrtHandle handle)
    {
        var added = false;
        handle.DangerousAddRef(ref added);
        _handle = handle;
        Pointer = handle.DangerousGetHandle();
    }

    /// <summary>The pointer; zero for a hold on nothing (<c>default</c>), which the C API reads as "none".</summary>
    internal nint Pointer { get; }

    public void Dispose() => _handle?.DangerousRelease();
}
