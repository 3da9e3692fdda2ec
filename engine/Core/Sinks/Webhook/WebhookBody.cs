using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sluice.Core.Sinks.Webhook;

/// <summary>Gives messages the form that their receiver wants.</summary>
internal sealed class WebhookBody
{
    // Discord refuses longer ones; the others cut them.
    private const int MostText = 2000;
    private static readonly JsonWriterOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly WebhookOptions _options;
    private readonly TextTemplate? _text;
    private readonly TextTemplate? _body;

    /// <summary>Prepares a form.</summary>
    public WebhookBody(WebhookOptions options)
    {
        _options = options;
        _text = options.Text == null ? null : new(options.Text);
        _body = options.Body == null ? null : new(options.Body);
    }

    /// <summary>The media type of its bodies.</summary>
    public string ContentType => _options.Template switch
    {
        WebhookTemplate.Ntfy or WebhookTemplate.Text => "text/plain; charset=utf-8",
        WebhookTemplate.Custom => _options.ContentType,
        _ => "application/json",
    };

    private bool IsJson => _options.ContentType.Contains("json", StringComparison.OrdinalIgnoreCase);

    /// <summary>What is wrong with texts and bodies; checked before anything starts.</summary>
    public static IEnumerable<(string Key, string Message)> Faults(WebhookOptions options)
    {
        var known = string.Join(", ", WebhookMessage.Places.Select(static place => $"{{{place}}}"));
        if (options.Text != null && TextTemplate.Unknown(options.Text, WebhookMessage.Places) is { } inText)
            yield return ("text", $"'{inText}' is nothing that can be filled in; {known} are.");
        if (options.Text != null && options.Template == WebhookTemplate.Json)
            yield return ("text", "is for people, and template: json is for programs: choose another template, or leave it out.");
        if (options.Template == WebhookTemplate.Custom && string.IsNullOrWhiteSpace(options.Body))
            yield return ("body", "is missing: template: custom sends what it says, such as '{\"message\": \"{text}\"}'.");
        if (options.Body == null) yield break;
        if (options.Template != WebhookTemplate.Custom) yield return ("body", "is for template: custom.");
        else if (TextTemplate.Unknown(options.Body, [.. WebhookMessage.Places, "text"]) is { } inBody)
            yield return ("body", $"'{inBody}' is nothing that can be filled in; {{text}}, {known} are.");
        else if (JsonFault(options) is { } fault)
            yield return ("body", $"is no JSON once it is filled in: {fault}");
    }

    /// <summary>A message's bytes.</summary>
    public byte[] Write(WebhookMessage message, Guid id)
    {
        switch (_options.Template)
        {
            case WebhookTemplate.Ntfy or WebhookTemplate.Text:
                return Encoding.UTF8.GetBytes(TextOf(message));
            case WebhookTemplate.Custom:
                return Encoding.UTF8.GetBytes(_body!.Fill(place => Escaped(place == "text" ? TextOf(message) : message.ValueOf(place))));
        }

        var bytes = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(bytes, Form))
        {
            json.WriteStartObject();
            WriteJson(json, message, id);
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static string? JsonFault(WebhookOptions options)
    {
        if (!options.ContentType.Contains("json", StringComparison.OrdinalIgnoreCase)) return null;
        try
        {
            // Numbers may stand without quotes, so that each place is tried as one.
            using var read = JsonDocument.Parse(new TextTemplate(options.Body!).Fill(static _ => "1"));
            return null;
        }
        catch (JsonException fault)
        {
            return fault.Message;
        }
    }

    private void WriteJson(Utf8JsonWriter json, WebhookMessage message, Guid id)
    {
        switch (_options.Template)
        {
            case WebhookTemplate.Slack:
                // Slack takes <, > and & for marks of its own: a label must not become a link or a call to everybody.
                json.WriteString("text"u8, TextOf(message).Replace("&", "&amp;", StringComparison.Ordinal)
                    .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal));
                break;
            case WebhookTemplate.Discord:
                json.WriteString("content"u8, TextOf(message));
                json.WriteStartObject("allowed_mentions"u8);
                json.WriteStartArray("parse"u8);
                json.WriteEndArray();
                json.WriteEndObject();
                break;
            case WebhookTemplate.Teams:
                WriteCard(json, TextOf(message));
                break;
            default:
                WriteAll(json, message, id);
                break;
        }
    }

    private static void WriteCard(Utf8JsonWriter json, string text)
    {
        json.WriteString("type"u8, "message"u8);
        json.WriteStartArray("attachments"u8);
        json.WriteStartObject();
        json.WriteString("contentType"u8, "application/vnd.microsoft.card.adaptive"u8);
        json.WriteStartObject("content"u8);
        json.WriteString("$schema"u8, "http://adaptivecards.io/schemas/adaptive-card.json"u8);
        json.WriteString("type"u8, "AdaptiveCard"u8);
        json.WriteString("version"u8, "1.4"u8);
        json.WriteStartArray("body"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, "TextBlock"u8);
        json.WriteString("text"u8, text);
        json.WriteBoolean("wrap"u8, true);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteAll(Utf8JsonWriter json, WebhookMessage message, Guid id)
    {
        json.WriteNumber("version"u8, 1);
        json.WriteString("id"u8, id);
        json.WriteString("topic"u8, message.Topic);
        json.WriteString("kind"u8, message.Kind);
        json.WriteString("engine"u8, message.Engine);
        json.WriteString("source"u8, message.Source);
        json.WriteString("at"u8, message.At.UtcDateTime);
        json.WriteString("text"u8, message.Words());
        json.WriteNumber("suppressed"u8, message.Suppressed);
        if (message.Topic == "state")
            foreach (var (name, value) in message.Facts) json.WriteString(name, value);
        if (message.Details.IsEmpty) return;
        json.WritePropertyName(message.Topic);
        json.WriteRawValue(message.Details.Span, skipInputValidation: true);
    }

    private string TextOf(WebhookMessage message)
    {
        var text = _text?.Fill(message.ValueOf) ?? message.Words();
        return text.Length <= MostText ? text : text[..(MostText - 3)] + "...";
    }

    private string Escaped(string value) => IsJson ? JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString() : value;
}
