using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Delivery;
using Sluice.Core.Sinks.Objects;

namespace Sluice.Core.Sinks.S3;

/// <summary>
/// Puts what the spool hands out into a store. Doing an upload twice is harmless: the second finds the same content under the key. The sidecar
/// goes first, so that whoever sees a picture appear finds it complete; files are taken away before the entry is acknowledged, and a file
/// that is gone counts as uploaded when its key is there.
/// </summary>
/// <param name="store">Where to; borrowed.</param>
/// <param name="log">Told of the first file that vanished.</param>
internal sealed class Uploader(IObjectStore store, IStageLog log)
{
    private long _vanished;

    /// <summary>Files that were gone before they were uploaded.</summary>
    public long Vanished => Interlocked.Read(ref _vanished);

    /// <summary>Tries one upload.</summary>
    public async Task<Verdict> DeliverAsync(Parcel parcel, CancellationToken stop)
    {
        Upload upload;
        try
        {
            upload = Upload.Read(parcel.Header);
        }
        catch (JsonException fault)
        {
            return Verdict.Refused($"an entry of the spool says nothing that can be uploaded: {fault.Message}");
        }

        try
        {
            return upload.File is { } file ? await FileAsync(upload, file, stop) : await BytesAsync(upload, parcel.Payload, stop);
        }
        catch (ObjectStoreException fault) when (fault.IsTransient || fault.IsSetup)
        {
            return Verdict.Again(fault.Message);
        }
        catch (ObjectStoreException fault)
        {
            return Verdict.Refused(fault.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Verdict.Again($"'{upload.File}' cannot be read: {fault.Message}");
        }
    }

    private async Task<Verdict> FileAsync(Upload upload, string file, CancellationToken stop)
    {
        var sidecar = Path.ChangeExtension(file, ".json");
        if (upload.Sidecar && File.Exists(sidecar) && await PutFileAsync(upload.SidecarKey, sidecar, stop) == PutResult.Taken) return Taken(upload.SidecarKey, sidecar);
        if (File.Exists(file))
        {
            if (await PutFileAsync(upload.Key, file, stop) == PutResult.Taken) return Taken(upload.Key, file);
        }
        else if (await store.HeadAsync(upload.Key, stop) == null)
        {
            if (Interlocked.Increment(ref _vanished) == 1) log.Warn($"'{file}' is gone before it was uploaded. Others that are gone are only counted.");
            return Verdict.Refused($"'{file}' is gone before it was uploaded");
        }

        if (upload.DeleteAfter)
        {
            File.Delete(file);
            if (upload.Sidecar) File.Delete(sidecar);
        }

        return Verdict.Delivered;
    }

    private async Task<Verdict> BytesAsync(Upload upload, byte[] payload, CancellationToken stop)
    {
        if (upload.Sidecar)
        {
            using var sidecar = new MemoryStream(payload, upload.PictureBytes, payload.Length - upload.PictureBytes, writable: false);
            if (await store.PutAsync(upload.SidecarKey, sidecar, "application/json", stop) == PutResult.Taken) return Taken(upload.SidecarKey, "a keyframe's sidecar");
        }

        using var picture = new MemoryStream(payload, 0, upload.PictureBytes, writable: false);
        return await store.PutAsync(upload.Key, picture, TypeOf(upload.Key), stop) == PutResult.Taken ? Taken(upload.Key, "a keyframe's picture") : Verdict.Delivered;
    }

    private async Task<PutResult> PutFileAsync(string key, string file, CancellationToken stop)
    {
        await using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 << 10, useAsync: true);
        return await store.PutAsync(key, content, TypeOf(key), stop);
    }

    private Verdict Taken(string key, string file)
        => Verdict.Refused($"{store.UriOf(key)} is another object already, and is left as it is; '{file}' stays where it is: put {{id}} into 'key' to tell them apart");

    private static string TypeOf(string key) => Path.GetExtension(key) switch
    {
        ".jpg" or ".jpeg" => "image/jpeg",
        ".png" => "image/png",
        ".mp4" => "video/mp4",
        ".json" => "application/json",
        _ => "application/octet-stream",
    };
}
