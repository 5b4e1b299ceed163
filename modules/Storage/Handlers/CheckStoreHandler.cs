using System.Collections.Immutable;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage.Blobs;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class CheckStoreHandler(Databases databases) : IRequestHandler<CheckStore, ImmutableArray<Finding>>
{
    public async Task<ImmutableArray<Finding>> Handle(CheckStore request, CancellationToken cancellationToken)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        foreach (var name in databases.Names())
        {
            try
            {
                if (await databases.FindAsync(name, cancellationToken) is { } database)
                {
                    findings.AddRange(StoreCheck.Inspect(database));
                    if (request.VerifyFiles)
                    {
                        findings.Add(FileCheck.Inspect(database, cancellationToken));
                    }
                }
            }
            catch (AurixException wrong)
            {
                // One damaged database must not hide how the others are.
                findings.Add(StoreCheck.Unopened(name, wrong));
            }
        }

        return findings.ToImmutable();
    }
}
