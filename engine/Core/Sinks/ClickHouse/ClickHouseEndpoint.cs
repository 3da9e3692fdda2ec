namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>Where a server answers HTTP, and as whom it is spoken to.</summary>
/// <param name="Url">Scheme, host and port; without user, password and path.</param>
/// <param name="Database">The database the URL names; empty for none.</param>
/// <param name="User">The user; empty for none.</param>
/// <param name="Password">The password; never printed.</param>
internal sealed record ClickHouseEndpoint(Uri Url, string Database, string User, string Password)
{
    private const string EmbeddedPrefix = "embedded:";

    /// <summary>The folder of an embedded store.</summary>
    /// <param name="url">The option's text.</param>
    /// <returns>The folder as written; null for a server's URL.</returns>
    public static string? EmbeddedFolder(string url)
        => url.StartsWith(EmbeddedPrefix, StringComparison.Ordinal) ? url[EmbeddedPrefix.Length..] : null;

    /// <summary>What is wrong with a URL; null when nothing is. The text never repeats the password.</summary>
    public static string? Fault(string url)
    {
        if (EmbeddedFolder(url) is { } folder)
            return folder.Length == 0 ? "'embedded:' wants a folder behind it, such as embedded:out/meta." : null;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return "is no http:// or https:// URL, and no embedded:FOLDER.";
        return uri.AbsolutePath.Count(letter => letter == '/') > 1 ? "has more than a database in its path; http://host:8123/database is the form." : null;
    }

    /// <summary>Reads a URL that <see cref="Fault"/> found nothing wrong with.</summary>
    public static ClickHouseEndpoint Parse(string url)
    {
        var uri = new Uri(url);
        var credentials = uri.UserInfo.Split(':', 2);
        return new(
            new(uri.GetLeftPart(UriPartial.Scheme) + uri.Authority),
            Uri.UnescapeDataString(uri.AbsolutePath.Trim('/')),
            Uri.UnescapeDataString(credentials[0]),
            credentials.Length > 1 ? Uri.UnescapeDataString(credentials[1]) : "");
    }

    /// <summary>The URL as it may be shown.</summary>
    public override string ToString() => User.Length == 0 ? Url.ToString() : $"{Url.Scheme}://{User}:***@{Url.Authority}/";
}
