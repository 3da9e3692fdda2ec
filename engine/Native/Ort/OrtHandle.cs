using System.Runtime.InteropServices;

namespace Sluice.Native.Ort;

/// <summary>Owns one native pointer of this layer and counts itself while it lives.</summary>
internal abstract class OrtHandle : SafeHandle
{
    private static long _live;

    protected OrtHandle(nint pointer)
        : base(0, ownsHandle: true)
    {
        SetHandle(pointer);
        Interlocked.Increment(ref _live);
    }

    /// <summary>How many native objects of this layer exist in the process.</summary>
    internal static long Live => Interlocked.Read(ref _live);

    public override bool IsInvalid => false; // a handle is made only after its call succeeded

    /// <summary>The pointer, kept from being released until the returned value is disposed. Allocates nothing.</summary>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    internal OrtHold Hold() => new(this);

    protected abstract void Release(nint pointer);

    protected sealed override bool ReleaseHandle()
    {
        Release(handle);
        Interlocked.Decrement(ref _live);
        return true;
    }
}
