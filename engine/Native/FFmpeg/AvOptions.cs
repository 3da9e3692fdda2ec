namespace Sluice.Native.FFmpeg;

/// <summary>An <c>AVDictionary</c> filled from pairs and freed at the end of a scope.</summary>
internal unsafe ref struct AvOptions : IDisposable
{
    /// <summary>The native dictionary; calls consume the entries they know.</summary>
    internal nint Dictionary;

    internal AvOptions(IEnumerable<KeyValuePair<string, string>> options)
    {
        foreach (var (key, value) in options) Set(key, value);
    }

    internal void Set(string key, string value)
    {
        fixed (nint* dictionary = &Dictionary)
        {
            var code = AvUtil.av_dict_set(dictionary, key, value, 0);
            if (code < 0) throw new AvException(code, nameof(AvUtil.av_dict_set), null);
        }
    }

    /// <summary>Keys no call has consumed.</summary>
    internal readonly List<string> RemainingKeys()
    {
        var keys = new List<string>();
        nint entry = 0;
        while ((entry = AvUtil.av_dict_get(Dictionary, "", entry, AvUtil.AV_DICT_IGNORE_SUFFIX)) != 0)
            keys.Add(AvUtil.Text(Layout.Pointer(entry, Layout.AVDictionaryEntry.key)) ?? "");
        return keys;
    }

    public void Dispose()
    {
        fixed (nint* dictionary = &Dictionary) AvUtil.av_dict_free(dictionary);
    }
}
