using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <summary>
/// A decoded frame in a device's memory, and its copy in host memory once somebody asked for that: stages that read samples need not know
/// where they were decoded. Thread-safe.
/// </summary>
/// <param name="frame">On the device; goes back to the source's frames with the picture.</param>
/// <param name="device">The device's number.</param>
/// <param name="held">Counts the surfaces that pictures of the source hold; this one is among them already.</param>
internal sealed class DeviceSurface(AvFrame frame, int device, SurfaceCount held)
{
    private readonly Lock _lock = new(); // guards the making of the copy
    private AvFrame? _copy;

    /// <summary>The frame on the device; borrowed.</summary>
    public AvFrame Frame => frame;

    /// <summary>The device's number, as in <c>cuda:0</c>.</summary>
    public int Device => device;

    /// <summary>Whether there is a copy in host memory already.</summary>
    public bool IsCopied => Volatile.Read(ref _copy) != null;

    /// <summary>The copy in host memory; made on the first call. Borrowed, valid as long as the picture.</summary>
    /// <exception cref="AvException">The device refuses.</exception>
    public AvFrame OnHost()
    {
        if (Volatile.Read(ref _copy) is { } made) return made;
        lock (_lock)
        {
            if (_copy is { } first) return first;
            // Not one of the source's own: the source may be gone by now.
            var copy = new AvFrame();
            try
            {
                Download(frame, copy);
            }
            catch
            {
                copy.Dispose();
                throw;
            }

            Volatile.Write(ref _copy, copy);
            return copy;
        }
    }

    /// <summary>Copies a frame of a device to the host, counted.</summary>
    /// <param name="frame">On the device.</param>
    /// <param name="into">In host memory; what it held is let go.</param>
    public static void Download(AvFrame frame, AvFrame into)
    {
        frame.Download(into);
        DeviceTraffic.Downloaded(into.SizeBytes);
    }

    /// <summary>Gives the surface back, and the copy with it. Called once.</summary>
    /// <param name="owner">Gets the picture's bytes back, with one of the frames.</param>
    /// <param name="sizeBytes">The picture's bytes.</param>
    public void Free(IAvPictureOwner owner, long sizeBytes)
    {
        _copy?.Dispose();
        held.Leave();
        owner.Return(frame, sizeBytes);
    }
}
