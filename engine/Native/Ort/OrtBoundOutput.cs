namespace Sluice.Native.Ort;

/// <summary>
/// An output whose memory ONNX Runtime provides, because its shape is only known after the run. What it shows belongs
/// to the binding's latest run and is gone with the next one and with the binding.
/// </summary>
public sealed unsafe class OrtBoundOutput
{
    private readonly OrtValueHandle _value;
    private readonly long[] _shape = new long[OrtShape.MaxRank];
    private int _rank;
    private int _length;
    private byte* _data;

    /// <param name="info">What the model says of it.</param>
    /// <param name="value">Holds each run's value in turn; closed by <see cref="Close"/>.</param>
    internal OrtBoundOutput(OrtTensorInfo info, OrtValueHandle value) => (Info, _value) = (info, value);

    /// <summary>What the model says of it.</summary>
    public OrtTensorInfo Info { get; }

    /// <summary>Type of the elements.</summary>
    public OrtElementType ElementType => Info.ElementType;

    /// <summary>Lengths of the dimensions of the latest run.</summary>
    public ReadOnlySpan<long> Shape => _shape.AsSpan(0, _rank);

    /// <summary>The elements of the latest run in row-major order; empty before the first.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not the element type.</exception>
    public ReadOnlySpan<T> As<T>()
        where T : unmanaged
    {
        OrtTensor.RequireType<T>(ElementType);
        return new(_data, _length);
    }

    /// <summary>Takes over the value of a run.</summary>
    internal void Take(nint native)
    {
        Forget();
        _value.Replace(native);
    }

    /// <summary>Shows the value taken.</summary>
    internal void Show()
    {
        var native = _value.DangerousGetHandle();
        var lengths = _shape.AsSpan();
        var type = OrtShape.Read(native, ref lengths);
        var count = 1L;
        foreach (var length in lengths) count = checked(count * length);
        void* data = null;
        if (type.SizeBytes() > 0) OrtStatus.Check(OrtLibrary.Api->GetTensorMutableData(native, &data));
        (_rank, _length) = (lengths.Length, checked((int)count));
        _data = (byte*)data;
    }

    /// <summary>Lets go of the value, so that nothing stale is shown when the next run fails.</summary>
    internal void Forget()
    {
        (_rank, _length) = (0, 0);
        _data = null;
        _value.Replace(0);
    }

    internal void Close()
    {
        Forget();
        _value.Dispose();
    }
}
