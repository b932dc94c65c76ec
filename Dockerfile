# A static binary on an empty image: dictionary, corpus and time zones are in
# the binary, CA certificates beside it.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go generate ./search/jieba
RUN CGO_ENABLED=1 go build -trimpath -tags release,netgo,osusergo -ldflags '-s -w -linkmode external -extldflags "-static"' -o /out/cheyi .
RUN mkdir -p /out/data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/cheyi /cheyi
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
ENV CHEYI_DATA=/data
VOLUME /data
ENTRYPOINT ["/cheyi"]
CMD ["chat"]
