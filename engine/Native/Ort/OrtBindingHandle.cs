namespace Sluice.Native.Ort;

/// <summary>
/// Owns an IO binding, one right to its session, and one to each tensor bound, so that disposing either first is safe.
/// </summary>
internal sealed unsafe class OrtBindingHandle : OrtHandle
{
    private readonly OrtSessionHandle _session;
    private readonly OrtHandle?[] _bound;

    internal OrtBindingHandle(nint pointer, OrtSessionHandle session, int slots)
        : base(pointer)
    {
        _bound = new OrtHandle?[slots];
        var added = false;
        session.DangerousAddRef(ref added);
        _session = session;
    }

    /// <summary>What is bound in a slot; null when nothing of ours is.</summary>
    internal OrtHandle? this[int slot] => _bound[slot];

    /// <summary>Holds what was just bound in a slot and lets go of what was bound before.</summary>
    internal void Keep(int slot, OrtHandle? value)
    {
        var added = false;
        value?.DangerousAddRef(ref added);
        var before = _bound[slot];
        _bound[slot] = value;
        before?.DangerousRelease();
    }

    protected override void Release(nint pointer)
    {
        using var taken = OrtTurns.Take(_session.Turn);
        OrtLibrary.Api->ReleaseIoBinding(pointer);
        foreach (var value in _bound) value?.DangerousRelease();
        _session.DangerousRelease();
    }
}
