using Sluice.Abstractions;

namespace Sluice.Core.Tests.Keyframes.Keeping;

/// <summary>A grey picture whose pixels nobody gets before a test says so.</summary>
internal sealed class GatedPicture(Task gate, Action? read = null) : Picture
{
    private readonly byte[] _bytes = new byte[64 * 48];

    public bool IsFreed { get; private set; }

    public override int Width => 64;

    public override int Height => 48;

    public override PixelFormat Format => PixelFormat.Gray8;

    public override string FormatName => "gray";

    public override ColorRange Range => ColorRange.Full;

    public override ColorMatrix Matrix => ColorMatrix.Bt601;

    public override int PlaneCount => 1;

    public override long SizeBytes => _bytes.Length;

    public override ReadOnlySpan<byte> Plane(int plane)
    {
        read?.Invoke();
        ((IAsyncResult)gate).AsyncWaitHandle.WaitOne(TimeSpan.FromMinutes(1));
        return _bytes;
    }

    public override int StrideBytes(int plane) => 64;

    protected override void Free() => IsFreed = true;
}
