using System.Collections.Immutable;

namespace Sluice.Native.Ort;

/// <summary>
/// A loaded model. Several threads may run one session at a time, each with its own tensors and binding.
/// </summary>
public sealed unsafe partial class OrtSession : IDisposable
{
    private readonly OrtSessionHandle _handle;
    private readonly ImmutableArray<OrtName> _inputNames;
    private readonly ImmutableArray<OrtName> _outputNames;
    private volatile bool _disposed;

    private OrtSession(OrtSessionHandle handle, string name, OrtSessionOptions options)
    {
        _handle = handle;
        Name = name;
        Options = options;
        var native = handle.DangerousGetHandle();
        Inputs = OrtModelReader.Inputs(native);
        Outputs = OrtModelReader.Outputs(native);
        Metadata = OrtModelReader.Metadata(native);
        _inputNames = [.. Inputs.Select(info => new OrtName(info.Name))];
        _outputNames = [.. Outputs.Select(info => new OrtName(info.Name))];
    }

    /// <summary>The model's file name, or the name given with its bytes; what messages call it.</summary>
    public string Name { get; }

    /// <summary>The options it was loaded with.</summary>
    public OrtSessionOptions Options { get; }

    /// <summary>The model's inputs in its order, without those that have a default.</summary>
    public ImmutableArray<OrtTensorInfo> Inputs { get; }

    /// <summary>The model's outputs in its order.</summary>
    public ImmutableArray<OrtTensorInfo> Outputs { get; }

    /// <summary>What the model says of itself.</summary>
    public OrtModelMetadata Metadata { get; }

    /// <summary>Where its runs go on a CUDA device; null where that is left to ONNX Runtime.</summary>
    public OrtLane? Lane => Options.Lane;

    internal OrtSessionHandle Handle => _handle;

    internal Lock? Turn => _handle.Turn;

    /// <summary>
    /// Whether some operators may run on another device than the CPU: inputs are then copied there when bound.
    /// </summary>
    internal bool UsesDevice => Options.Providers.Any(provider => provider.Key != "CPU");

    /// <summary>Loads a model from a file.</summary>
    /// <param name="path">The <c>.onnx</c> file; external data is looked for beside it.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="stop">Ends a long load, an engine being built for instance.</param>
    /// <exception cref="OrtException">Not there, no model, or not to be run; <see cref="OrtException.Code"/> says.</exception>
    /// <exception cref="OrtProviderException">A provider asked for is not to be had.</exception>
    /// <exception cref="OrtLibraryException">ONNX Runtime itself cannot be loaded.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static OrtSession Load(string path, OrtSessionOptions? options = null, CancellationToken stop = default)
    {
        options ??= new();
        var full = OrtText.Utf8(Path.GetFullPath(path));
        var name = Path.GetFileName(path);
        return Load(name, path, options, native =>
        {
            nint session;
            using var env = OrtEnvironment.Handle.Hold();
            fixed (byte* file = full)
                OrtStatus.Check(OrtLibrary.Api->CreateSession(env.Pointer, file, native, &session), path);
            return session;
        }, stop);
    }

    /// <summary>Loads a model from memory; the bytes are not needed afterwards.</summary>
    /// <param name="model">An ONNX model in protobuf form.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="stop">Ends a long load.</param>
    /// <inheritdoc cref="Load(string, OrtSessionOptions?, CancellationToken)" path="/exception"/>
    public static OrtSession Load(
        ReadOnlyMemory<byte> model, string name, OrtSessionOptions? options = null, CancellationToken stop = default)
        => Load(name, name, options ?? new(), native =>
        {
            nint session;
            using var env = OrtEnvironment.Handle.Hold();
            using var pin = model.Pin();
            OrtStatus.Check(
                OrtLibrary.Api->CreateSessionFromArray(
                    env.Pointer, (byte*)pin.Pointer, (nuint)model.Length, native, &session), name);
            return session;
        }, stop);

    /// <summary>Ends profiling and writes the profile.</summary>
    /// <returns>Path of the file; empty when the session was loaded without a profile prefix.</returns>
    public string EndProfiling()
    {
        if (Options.ProfilePrefix == null) return "";
        using var session = Hold();
        byte* path;
        OrtStatus.Check(OrtLibrary.Api->SessionEndProfiling(session.Pointer, OrtEnvironment.Allocator, &path), Name);
        return OrtText.Take(path);
    }

    /// <summary>Gives the session up; its memory goes when the last run and binding have ended.</summary>
    public void Dispose()
    {
        _disposed = true;
        _handle.Dispose();
    }

    internal OrtHold Hold()
    {
        // The handle itself stays open while a binding holds it.
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _handle.Hold();
    }

    private static OrtSession Load(
        string name, string subject, OrtSessionOptions options, Func<nint, nint> create, CancellationToken stop)
    {
        OrtSessionHandle? handle = null;
        var turn = OrtTurns.Of(options.Providers);
        using var taken = OrtTurns.Take(turn);
        try
        {
            stop.ThrowIfCancellationRequested();
            using var native = OrtSessionOptionsBuilder.Build(options, options.LogId ?? name);
            using var cancel = stop.Register(
                state => OrtStatus.Check(OrtLibrary.Api->SessionOptionsSetLoadCancellationFlag((nint)state!, 1), subject),
                native.DangerousGetHandle());
            handle = new(create(native.DangerousGetHandle()), options.Lane, turn);
            return new(handle, name, options);
        }
        catch (Exception fault)
        {
            if (handle != null) handle.Dispose();
            else options.Lane?.Dispose();
            if (fault is OrtException { Code: OrtErrorCode.ModelLoadCanceled })
                throw new OperationCanceledException($"Loading '{subject}' was cancelled.", fault, stop);
            throw;
        }
    }
}
