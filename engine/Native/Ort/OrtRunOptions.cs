namespace Sluice.Native.Ort;

/// <summary>
/// Options of a run, and the way to end one from another thread: whoever watches a run's deadline calls
/// <see cref="Terminate"/>, and the run throws an <see cref="OrtException"/> on its own thread.
/// </summary>
public sealed unsafe class OrtRunOptions : IDisposable
{
    private readonly OrtRunOptionsHandle _handle;
    private volatile bool _terminated;

    /// <summary>Options that end no run.</summary>
    public OrtRunOptions()
    {
        nint native;
        OrtStatus.Check(OrtLibrary.Api->CreateRunOptions(&native));
        _handle = new(native);
    }

    /// <summary>
    /// Whether runs with these options end at once; tells a run that was ended from one that failed by itself.
    /// </summary>
    public bool IsTerminated => _terminated;

    /// <summary>
    /// Ends every run with these options, now and later, until <see cref="Reset"/>. ONNX Runtime looks between
    /// operators, so one operator that hangs is not ended. May be called from any thread.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The options are disposed.</exception>
    public void Terminate()
    {
        using var options = Hold();
        _terminated = true;
        OrtStatus.Check(OrtLibrary.Api->RunOptionsSetTerminate(options.Pointer));
    }

    /// <summary>Lets runs with these options through again. Only while none is running.</summary>
    /// <exception cref="ObjectDisposedException">The options are disposed.</exception>
    public void Reset()
    {
        using var options = Hold();
        OrtStatus.Check(OrtLibrary.Api->RunOptionsUnsetTerminate(options.Pointer));
        _terminated = false;
    }

    /// <summary>Sets an entry of <c>onnxruntime_run_options_config_keys.h</c>.</summary>
    /// <param name="key">For instance <c>memory.enable_memory_arena_shrinkage</c>.</param>
    /// <param name="value">For instance <c>cpu:0</c>.</param>
    /// <exception cref="OrtException">A key or value ONNX Runtime refuses.</exception>
    public void Set(string key, string value)
    {
        using var options = Hold();
        fixed (byte* k = OrtText.Utf8(key))
        fixed (byte* v = OrtText.Utf8(value))
            OrtStatus.Check(OrtLibrary.Api->AddRunConfigEntry(options.Pointer, k, v), key);
    }

    /// <summary>Gives the options up; a run that uses them ends unharmed.</summary>
    public void Dispose() => _handle.Dispose();

    internal OrtHold Hold()
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        return _handle.Hold();
    }
}
