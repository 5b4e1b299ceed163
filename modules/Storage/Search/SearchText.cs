using System.Text;
using System.Text.Json;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Storage.Search;

/// <summary>The words of a document that can be searched for: every text in its content in the order it stands there, and the names of its files.</summary>
/// <remarks>The member <c>title</c> at the top is kept apart, because a word in a title says more about a document than one in its text.</remarks>
internal readonly record struct SearchText(string Title, string Text)
{
    public static SearchText Of(DocumentBody body)
    {
        var title = "";
        var text = new StringBuilder();
        var reader = new Utf8JsonReader(body.Content.Utf8.Span);
        var isTitle = false;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName)
            {
                isTitle = reader.CurrentDepth == 1 && reader.ValueTextEquals("title"u8);
            }
            else
            {
                if (reader.TokenType is JsonTokenType.String)
                {
                    if (isTitle)
                    {
                        title = reader.GetString()!;
                    }
                    else
                    {
                        text.Append(reader.GetString()).Append('\n');
                    }
                }

                isTitle = false;
            }
        }

        foreach (var file in body.Attachments.Keys)
        {
            text.Append(file).Append('\n');
        }

        return new SearchText(title, text.ToString());
    }
}
