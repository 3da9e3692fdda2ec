namespace Sluice.Native.Ort;

/// <summary>
/// Inputs and outputs of a session bound to memory once and run many times; a run allocates nothing managed.
/// One thread at a time. What is bound stays in memory until it is replaced or the binding disposed, also when
/// whoever made it disposes it before.
/// </summary>
public sealed unsafe class OrtBinding : IDisposable
{
    private readonly OrtSession _session;
    private readonly OrtBindingHandle _handle;
    private readonly int[] _outputOrder; // indices of outputs in the order first bound, which is that of their values
    private readonly OrtBoundOutput?[] _outputs; // by index; null where a tensor of ours is bound, or nothing
    private readonly bool _usesDevice;
    private readonly bool[] _isCopied; // by index of the input: it lies on the host, and the session runs on a device
    private int _copied;
    private int _boundOutputs;
    private int _provided;

    /// <summary>A binding with nothing bound.</summary>
    /// <param name="session">Borrowed; once it is disposed the binding runs no more.</param>
    public OrtBinding(OrtSession session)
    {
        _session = session;
        using var held = session.Hold();
        nint native;
        OrtStatus.Check(OrtLibrary.Api->CreateIoBinding(held.Pointer, &native), session.Name);
        _handle = new(native, session.Handle, session.Inputs.Length + session.Outputs.Length);
        _outputOrder = new int[session.Outputs.Length];
        _outputs = new OrtBoundOutput?[session.Outputs.Length];
        _usesDevice = session.UsesDevice;
        _isCopied = new bool[session.Inputs.Length];
    }

    /// <summary>Binds an input by its name. Every run reads the tensor as it then is. Allocates nothing.</summary>
    /// <exception cref="ArgumentException">Name, type or shape do not fit the model.</exception>
    public void BindInput(string name, OrtTensor tensor) => BindInput(_session.InputIndex(name), tensor);

    /// <summary>Binds an input by its place among <see cref="OrtSession.Inputs"/>.</summary>
    /// <exception cref="ArgumentException">Type or shape do not fit the model.</exception>
    public void BindInput(int index, OrtTensor tensor)
    {
        _session.RequireFit("input", _session.Inputs[index], tensor);
        BindInputValue(index, tensor.Value);
        _handle.Keep(index, tensor.Value);
        // A provider with memory of its own copies an input of the host there when it is bound, not when it is run.
        var isCopied = _usesDevice && !tensor.IsOnDevice;
        _copied += (isCopied ? 1 : 0) - (_isCopied[index] ? 1 : 0);
        _isCopied[index] = isCopied;
    }

    /// <summary>Binds an output to a tensor of the very shape that the run will give. Allocates nothing.</summary>
    /// <exception cref="ArgumentException">Name, type or shape do not fit the model.</exception>
    public void BindOutput(string name, OrtTensor tensor) => BindOutput(_session.OutputIndex(name), tensor);

    /// <summary>Binds an output by its place among <see cref="OrtSession.Outputs"/>.</summary>
    /// <exception cref="ArgumentException">Type or shape do not fit the model.</exception>
    public void BindOutput(int index, OrtTensor tensor)
    {
        _session.RequireFit("output", _session.Outputs[index], tensor);
        using (var binding = Hold())
        using (var value = tensor.Value.Hold())
            OrtStatus.Check(
                OrtLibrary.Api->BindOutput(binding.Pointer, _session.OutputName(index).Pointer, value.Pointer),
                _session.Name);
        _handle.Keep(Slot(index), tensor.Value);
        Remember(index, null);
    }

    /// <summary>Binds an output to host memory that ONNX Runtime provides anew at each run, whatever its shape.</summary>
    /// <returns>What shows it after each run.</returns>
    /// <exception cref="ArgumentException">The model has no such output.</exception>
    public OrtBoundOutput BindOutput(string name)
    {
        var index = _session.OutputIndex(name);
        if (_outputs[index] is { } bound) return bound;
        BindOutputToHost(index);
        _handle.Keep(Slot(index), null);
        var output = new OrtBoundOutput(_session.Outputs[index], new OrtValueHandle(0));
        Remember(index, output);
        return output;
    }

    /// <summary>
    /// Runs the model on what is bound; returns when the outputs can be read. On a session with a lane the run follows what the lane's stream
    /// was given, without a wait before it, and inputs in the device's memory are read as that left them.
    /// </summary>
    /// <param name="options">To end the run from another thread; null for none.</param>
    /// <exception cref="OrtException">
    /// The run failed: an input is not bound, an output's tensor has another shape than the result; or
    /// <paramref name="options"/> ended it.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The binding or its session is disposed.</exception>
    public void Run(OrtRunOptions? options = null)
    {
        if (_session.Lane is { } lane) lane.Run(this, options);
        else RunHere(options);
    }

    /// <summary>Lets go of everything bound.</summary>
    public void Dispose()
    {
        _handle.Dispose();
        foreach (var output in _outputs) output?.Close();
    }

    internal void RunHere(OrtRunOptions? options)
    {
        using var session = _session.Hold();
        using var turn = OrtTurns.Take(_session.Turn);
        using var binding = Hold();
        using var run = options == null ? default : options.Hold();
        Prepare();
        OrtStatus.Check(OrtLibrary.Api->RunWithBinding(session.Pointer, run.Pointer, binding.Pointer), _session.Name);
        Finish(binding.Pointer);
        if (_provided > 0) TakeOutputs(binding.Pointer);
    }

    // ONNX Runtime waits for a provider by waiting for the whole device, and with it for all decoders and other models there. Where the stream
    // is ours, what was given to it is all there is to wait for: the run, and the copies to the host behind it.
    private void Finish(nint binding)
    {
        if (_session.Lane is { } lane) lane.Stream.Synchronize();
        else if (_usesDevice) OrtStatus.Check(OrtLibrary.Api->SynchronizeBoundOutputs(binding), _session.Name);
    }

    // An output of the run before would be taken for memory of ours, and a result of another shape refused.
    private void Prepare()
    {
        if (_provided > 0)
            for (var i = 0; i < _outputs.Length; i++)
                if (_outputs[i] is { } output)
                {
                    output.Forget();
                    BindOutputToHost(i);
                }

        if (!_usesDevice) return;
        for (var i = 0; i < _isCopied.Length; i++)
            if (_isCopied[i] && _handle[i] is { } value) BindInputValue(i, value);

        // Without a lane an input on the device was waited for by whoever wrote it; a copied one may be on its way there.
        if (_copied == 0) return;
        using var binding = Hold();
        OrtStatus.Check(OrtLibrary.Api->SynchronizeBoundInputs(binding.Pointer), _session.Name);
    }

    private void TakeOutputs(nint binding)
    {
        var api = OrtLibrary.Api;
        var allocator = OrtEnvironment.Allocator;
        nint* values;
        nuint count;
        OrtStatus.Check(api->GetBoundOutputValues(binding, allocator, &values, &count), _session.Name);
        for (var i = 0; i < (int)count; i++)
        {
            // Every value is a right of its own: ours to keep or to release.
            if (_outputs[_outputOrder[i]] is { } output) output.Take(values[i]);
            else api->ReleaseValue(values[i]);
        }

        OrtStatus.Check(api->AllocatorFree(allocator, values));
        foreach (var output in _outputs) output?.Show();
    }

    private void BindInputValue(int index, OrtHandle tensor)
    {
        using var turn = OrtTurns.Take(_session.Turn);
        using var binding = Hold();
        using var value = tensor.Hold();
        OrtStatus.Check(
            OrtLibrary.Api->BindInput(binding.Pointer, _session.InputName(index).Pointer, value.Pointer),
            _session.Name);
    }

    private void BindOutputToHost(int index)
    {
        using var binding = Hold();
        using var memory = OrtEnvironment.CpuMemory.Hold();
        OrtStatus.Check(
            OrtLibrary.Api->BindOutputToDevice(binding.Pointer, _session.OutputName(index).Pointer, memory.Pointer),
            _session.Name);
    }

    private void Remember(int index, OrtBoundOutput? output)
    {
        if (!_outputOrder.AsSpan(0, _boundOutputs).Contains(index)) _outputOrder[_boundOutputs++] = index;
        if (_outputs[index] is { } before)
        {
            before.Close();
            _provided--;
        }

        _outputs[index] = output;
        if (output != null) _provided++;
    }

    private int Slot(int output) => _session.Inputs.Length + output;

    private OrtHold Hold()
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        return _handle.Hold();
    }
}
