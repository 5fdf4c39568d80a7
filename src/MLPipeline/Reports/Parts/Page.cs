using System.Diagnostics.CodeAnalysis;
using MLPipeline.Basics;

namespace MLPipeline.Reports;

/// <summary>A page that is one file: styles, script, charts and pictures lie in it, and it may fetch nothing.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "Templates read properties of instances.")]
internal sealed record Page(string Title, string Body)
{
    /// <summary>The style sheet.</summary>
    public string Style => Template.Resource("page.css");

    /// <summary>The script that sorts tables.</summary>
    public string Script => Template.Resource("page.js");

    /// <summary>Writes the page.</summary>
    public void Write(string path) => AtomicFile.WriteText(path, Template.Render("page.liquid", this));
}
