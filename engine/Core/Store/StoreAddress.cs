namespace Sluice.Core.Store;

/// <summary>The file in a store's folder that says where it is being served, so that a query reaches a store that an engine has open.</summary>
internal static class StoreAddress
{
    private const string FileName = "sluice-listening";

    /// <summary>Notes the address.</summary>
    public static void Write(string folder, string url) => File.WriteAllText(Path.Combine(folder, FileName), url);

    /// <summary>Forgets it.</summary>
    public static void Clear(string folder) => File.Delete(Path.Combine(folder, FileName));

    /// <summary>The address, if somebody answers there; a server that was killed leaves the file behind.</summary>
    public static async Task<Uri?> FindAsync(string folder, CancellationToken stop)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file) || !Uri.TryCreate(await File.ReadAllTextAsync(file, stop), UriKind.Absolute, out var url)) return null;
        try
        {
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
            return await http.GetStringAsync(new Uri(url, "/ping"), stop) == "Ok.\n" ? url : null;
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is TaskCanceledException && !stop.IsCancellationRequested))
        {
            return null;
        }
    }
}
