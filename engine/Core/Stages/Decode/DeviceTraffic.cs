namespace Sluice.Core.Stages.Decode;

/// <summary>What this process copied between devices and host memory. Thread-safe.</summary>
public static class DeviceTraffic
{
    private static long _downloadedBytes;
    private static long _uploadedBytes;

    /// <summary>Bytes of pictures copied from devices because a stage read their samples here.</summary>
    public static long DownloadedBytes => Interlocked.Read(ref _downloadedBytes);

    /// <summary>Bytes of pictures copied to devices because they lay here.</summary>
    public static long UploadedBytes => Interlocked.Read(ref _uploadedBytes);

    internal static void Downloaded(long bytes) => Interlocked.Add(ref _downloadedBytes, bytes);

    internal static void Uploaded(long bytes) => Interlocked.Add(ref _uploadedBytes, bytes);
}
